"""The runs as Prefect flows, and what they need on a server.

Prefect reads its settings from the environment when it is first imported, so importing this package sets them, before any
module in it can import Prefect.
"""

from ucap.flows.serving.environment import prepare_environment

prepare_environment()

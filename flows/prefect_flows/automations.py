"""Automations from a YAML file, each made or replaced by its name."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from prefect.client.orchestration import SyncPrefectClient
from prefect.events.schemas.automations import AutomationCore
from prefect.exceptions import ObjectNotFound
from pydantic import ValidationError

from ucap.flows.basics.errors import RunError

FindBlock = Callable[[str], UUID]
"""Gives the id of a block's document, named `type/name`."""


def load_automations(path: Path, find_block: FindBlock) -> list[AutomationCore]:
    """Return the automations of a file: Prefect's own fields, but an action's `block` names a block instead of its id.

    Raises `RunError` where the file cannot be read or an automation cannot be.
    """
    try:
        entries = yaml.safe_load(path.read_bytes()) or []
        return [AutomationCore.model_validate(_resolve_blocks(entry, find_block)) for entry in entries]
    except OSError as error:
        raise RunError(f"{path} cannot be read ({error.strerror}): name the file with the automations.") from error
    except (yaml.YAMLError, ValidationError, TypeError, AttributeError) as error:
        first = " ".join(str(error).split())
        raise RunError(
            f"{path} is not a list of automations ({first[:300]}): compare it with deploy/automations.yaml."
        ) from error


def apply_automations(client: SyncPrefectClient, path: Path) -> None:
    """Make the automations of a file on the server; those of the same names are replaced. Raises `RunError`."""

    def find_block(named: str) -> UUID:
        kind, _, name = named.partition("/")
        try:
            return client.read_block_document_by_name(name, kind).id
        except ObjectNotFound:
            raise RunError(
                f"{path} names the block {named}, which is not there: make it in the UI under Blocks, then start again."
            ) from None

    for automation in load_automations(path, find_block):
        for known in client.read_automations_by_name(automation.name):
            client.delete_automation(known.id)
        client.create_automation(automation)


def _resolve_blocks(entry: dict[str, Any], find_block: FindBlock) -> dict[str, Any]:
    actions = [
        {**{key: value for key, value in action.items() if key != "block"}, "block_document_id": find_block(action["block"])}
        if "block" in action
        else action
        for action in entry.get("actions", [])
    ]
    return {**entry, "actions": actions}

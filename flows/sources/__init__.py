"""The files of the raw folder: found, hashed, and watched for changes."""

"""Finds every table: each feature's `model` and `records`, and whatever `core` stores."""

from importlib import import_module
from pkgutil import iter_modules

import sqlalchemy as sa
from sqlmodel import SQLModel

import training_app
from training_app import core


def metadata() -> sa.MetaData:
    """All tables of the app, every module that has one being imported first."""
    for feature in iter_modules(training_app.__path__, "training_app."):
        parts = iter_modules(import_module(feature.name).__path__) if feature.ispkg else ()
        for part in parts:
            if part.name in {"model", "records"}:
                import_module(f"{feature.name}.{part.name}")
    for part in iter_modules(core.__path__, "training_app.core."):
        import_module(part.name)
    return SQLModel.metadata

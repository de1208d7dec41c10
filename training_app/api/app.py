"""The HTTP side beside the pages: every router, and how errors are answered.

The composition root hands `api` and then `Answers` to `rx.App(api_transformer=[api, Answers])`.
"""

from fastapi import FastAPI

from training_app.api import (
    attendance,
    auth,
    award_imports,
    awarded,
    calendar,
    certificates,
    course_files,
    errors,
    evaluation_answers,
    exam_answers,
    exports,
    files,
    health,
    imports,
    jobs,
    kept_files,
    material_files,
    questions,
    reports,
    sessions,
    uploads,
    verify,
)

# No schema: its /docs would win over a page of that name.
api = FastAPI(title="Muster", openapi_url=None, redirect_slashes=False)
errors.render_all(api)
for part in (
    attendance,
    auth,
    award_imports,
    awarded,
    calendar,
    certificates,
    course_files,
    evaluation_answers,
    exam_answers,
    exports,
    files,
    health,
    imports,
    questions,
    material_files,  # before kept_files, whose addresses hold any kind
    kept_files,
    jobs,
    reports,
    sessions,
    uploads,
    verify,
):
    api.include_router(part.router)

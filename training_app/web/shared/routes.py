"""Every address of the app, built in one place."""

from urllib.parse import parse_qsl, quote, unquote, urlencode

SIGN_IN = "/sign-in"
HOME = "/home"
ENROLL = "/enroll"
VERIFY = "/verify"
DASHBOARD = "/dashboard"
ASSIGNMENTS = "/assignments"
NEW_ASSIGNMENT = "/assignments/new"
PEOPLE = "/people"
NOTIFICATIONS = "/notifications"
PEOPLE_IMPORT = "/people/import"
MESSAGES = "/messages"
ME = "/me"
SETTINGS = "/settings"
TEMPLATES = "/settings/messages"
CATALOG = "/catalog"
PATHS = "/paths"
NEW_PATH = "/paths/new"
CERTIFICATIONS = "/certifications"
NEW_CERTIFICATION = "/certifications/new"
SUBMISSIONS = "/certifications/submissions"
AWARDS_IMPORT = "/certifications/import"
MY_CERTIFICATIONS = "/my/certifications"
ACTIVITIES = "/activities"
MY_ACTIVITIES = "/my/activities"
UPLOADS = "/files"
JOBS = "/jobs"
LONGEST_KEY = 200


def sign_in(path: str = "", query: str = "") -> str:
    """Signing in, and back to the page that was asked for; of where one comes anyway nothing is said."""
    anyway = path.rstrip("/") in ("", HOME, SIGN_IN)
    return SIGN_IN if anyway else _with(SIGN_IN, urlencode({"next": _with(path, query)}))


def assignments(query: str = "") -> str:
    """The list of assignments."""
    return _with(ASSIGNMENTS, query)


def new_assignment(query: str = "") -> str:
    """The form of a new assignment."""
    return _with(NEW_ASSIGNMENT, query)


def draft(draft_id: int, step: str, query: str = "") -> str:
    """One step of the wizard, on a draft."""
    return _with(f"{NEW_ASSIGNMENT}/{draft_id}/{step}", query)


def draft_export(draft_id: int, part: str) -> str:
    """A part of those chosen on a draft, as a file; not a page."""
    return _with(f"/exports/drafts/{draft_id}.csv", urlencode({"part": part}))


def assignment(assignment_id: int, query: str = "") -> str:
    """One assignment."""
    return _with(f"{ASSIGNMENTS}/{assignment_id}", query)


def assignment_report(assignment_id: int, query: str = "") -> str:
    """The "Report of User(s) Assigned" of one assignment."""
    return _with(f"{ASSIGNMENTS}/{assignment_id}/report", query)


def report_export(assignment_id: int, kind: str, query: str = "") -> str:
    """That report as a file of this kind; not a page."""
    return _with(f"/exports/assignments/{assignment_id}/report.{kind}", query)


def saved_report(report_id: int) -> str:
    """A report that was sent to somebody, as its file; not a page."""
    return f"/files/reports/{report_id}"


def dashboard(query: str = "") -> str:
    """One's own dashboard."""
    return _with(DASHBOARD, query)


def people(query: str = "") -> str:
    """The list of people."""
    return _with(PEOPLE, query)


def catalog(query: str = "") -> str:
    """The list of courses and learning paths."""
    return _with(CATALOG, query)


def attendance(course_id: int, query: str = "") -> str:
    """Recording attendance of one instructor-led course."""
    return _with(f"/courses/{course_id}/attendance", query)


def attendance_file(course_id: int, day: str) -> str:
    """Where a file of who attended on a day is sent; not a page."""
    return f"/imports/attendance/{course_id}/{day}"


def path(training_id: int) -> str:
    """One learning path in its editor."""
    return f"{PATHS}/{training_id}"


def learn(enrollment_id: int) -> str:
    """Taking a training."""
    return f"/learn/{enrollment_id}"


def enroll(query: str = "") -> str:
    """What one can begin: what is assigned, what earns a certification, and all courses."""
    return _with(ENROLL, query)


def material_file(material_id: int) -> str:
    """The file of a material; not a page. A page of a PDF is at the same address with `/pages/<number>`."""
    return f"/files/materials/{material_id}"


def certificate(enrollment_id: int) -> str:
    """The certificate of completion of one attempt, a PDF; not a page."""
    return f"/certificates/{enrollment_id}.pdf"


def verify(code: str = "") -> str:
    """Where anyone checks the code of a certificate; works without a script, so it is no page of the app."""
    return f"{VERIFY}/{code}" if code else VERIFY


def mark(key: str) -> str:
    """The organization's mark, a picture; not a page. Another mark has another address."""
    return f"{UPLOADS}/mark?of={key[:12]}"


def exam_answer(try_id: int, position: int) -> str:
    """Where an answer to one question of a try is put; not a page."""
    return f"/learning/tries/{try_id}/answers/{position}"


def evaluation_answer(enrollment_id: int, position: int) -> str:
    """Where an answer to one question of an evaluation is put; not a page."""
    return f"/learning/{enrollment_id}/evaluation/{position}"


def material_place(enrollment_id: int, material_id: int) -> str:
    """Where it is put which material of an attempt is looked at, and at which point; not a page."""
    return f"/learning/{enrollment_id}/materials/{material_id}"


def notifications(query: str = "") -> str:
    """One's own notifications."""
    return _with(NOTIFICATIONS, query)


def people_import(import_id: int, query: str = "") -> str:
    """One import of people."""
    return _with(f"{PEOPLE_IMPORT}/{import_id}", query)


def person(person_id: int, query: str = "") -> str:
    """One person, and what they hold."""
    return _with(f"{PEOPLE}/{person_id}", query)


def person_upload(person_id: int) -> str:
    """Adding files to one person's certifications."""
    return f"{PEOPLE}/{person_id}/upload"


def certifications(query: str = "") -> str:
    """Every kind of certification."""
    return _with(CERTIFICATIONS, query)


def certification(certification_id: int) -> str:
    """One kind of certification in its editor."""
    return f"{CERTIFICATIONS}/{certification_id}"


def awarded(certification_id: int, query: str = "") -> str:
    """The "Awarded Users" of one certification."""
    return _with(f"{CERTIFICATIONS}/{certification_id}/awarded", query)


def awarded_export(certification_id: int, kind: str, query: str = "") -> str:
    """The same as a file of this kind; not a page."""
    return _with(f"/exports/certifications/{certification_id}/awarded.{kind}", query)


def award_users(certification_id: int) -> str:
    """Beginning to award a certification to people."""
    return f"{CERTIFICATIONS}/{certification_id}/award"


def award_batch(batch_id: int, query: str = "") -> str:
    """One form of "Award Users"."""
    return _with(f"{CERTIFICATIONS}/award/{batch_id}", query)


def awards_import(import_id: int, query: str = "") -> str:
    """One import of awards."""
    return _with(f"{AWARDS_IMPORT}/{import_id}", query)


def submissions(query: str = "") -> str:
    """Cards that members submitted."""
    return _with(SUBMISSIONS, query)


def submit_card(certification_id: int = 0) -> str:
    """The form of a renewed card of one's own, of this certification if one is named."""
    return _with(MY_CERTIFICATIONS, f"submit={certification_id or 'new'}")


def activities(query: str = "") -> str:
    """External activities."""
    return _with(ACTIVITIES, query)


def award_file(file_id: int) -> str:
    """A file of an award, to be saved; not a page. Its picture is at the same address with `/preview`."""
    return f"/files/awards/{file_id}"


def staged_file(file_id: int) -> str:
    """A file that was sent for a form; not a page. Its picture is at the same address with `/preview`."""
    return f"/files/staged/{file_id}"


def submission_file(file_id: int) -> str:
    """A photograph of a submitted card; not a page. Its picture is at the same address with `/preview`."""
    return f"/files/submissions/{file_id}"


def activity_proof(file_id: int) -> str:
    """A proof of an external activity; not a page. Its picture is at the same address with `/preview`."""
    return f"/files/activities/{file_id}"


def messages(query: str = "") -> str:
    """Every message, by where it stands."""
    return _with(MESSAGES, query)


def person_messages(person_id: int, query: str = "") -> str:
    """What one person got, will get, and did not get and why."""
    return _with(f"{PEOPLE}/{person_id}/messages", query)


def template(slug: str) -> str:
    """What the messages of one occasion say."""
    return f"{TEMPLATES}/{slug}"


def calendar(token: str) -> str:
    """Somebody's private calendar; not a page."""
    return f"/calendar/{token}.ics"


def jobs(query: str = "") -> str:
    """Long work: one's own, or everybody's."""
    return _with(JOBS, query)


def job(key: str, query: str = "") -> str:
    """One piece of long work."""
    return _with(f"{JOBS}/{quote(key, safe=':')}", query)


def job_export(key: str, query: str = "") -> str:
    """Whom a job skipped, as a file; not a page."""
    return _with(f"/exports/jobs/{quote(key, safe=':')}.csv", query)


def page_in(query: str) -> int:
    """The page of a list that the query of an address asks for; the first when it makes no sense."""
    said = dict(parse_qsl(query)).get("page", "1")
    return max(int(said), 1) if said.isascii() and said.isdecimal() and len(said) < 7 else 1  # noqa: PLR2004  # digits


def number_in(path: str) -> int:
    """The id that an address ends with; 0, which nothing has, when it is no number that a database can hold."""
    last = path.rstrip("/").rpartition("/")[2]
    return int(last) if last.isascii() and last.isdecimal() and len(last) < 10 else 0  # noqa: PLR2004  # 32 bits


def key_in(path: str) -> str:
    """The key of a job that an address ends with."""
    return unquote(path.rstrip("/").rpartition("/")[2])[:LONGEST_KEY]


def _with(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path

"""For which form a file of a draft is sent: what `core.staging` calls its place."""

PLACE = "materials:"


def materials(version_id: int, material_id: int = 0) -> str:
    """Files that become materials of a draft; or one that takes the place of the file of a material."""
    return f"{PLACE}{version_id}" + (f":{material_id}" if material_id else "")


def is_of_materials(place: str) -> bool:
    """Whether files for this form become materials."""
    return place.startswith(PLACE)

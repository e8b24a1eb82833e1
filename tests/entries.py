"""Entries for tests, as dicts of their fields."""


def entry(id: str, *names: str, label: str = "PLACE", **fields: object) -> dict:
    """An entry with an id; its first name is the canonical one, the others are aliases."""
    kinds = ["canonical"] + ["alias"] * (len(names) - 1)
    return {
        "id": id,
        "label": label,
        "names": [{"text": n, "kind": k} for n, k in zip(names, kinds, strict=True)],
    } | fields

"""The score that Mozilla's HTTP Observatory gives to a site's headers, by its published rules."""

HALF_A_YEAR = 15768000
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}


def headers_for_all(text):
    """The headers of `/*` in a `_headers` file, by their lower-case names."""
    headers = {}
    pattern = ""
    for line in text.splitlines():
        if line.startswith("/"):
            pattern = line.strip()
        elif pattern == "/*" and ":" in line:
            name, _, value = line.partition(":")
            headers[name.strip().lower()] = value.strip()
    return headers


def directives(policy):
    """The sources of each directive of a Content-Security-Policy."""
    parts = (part.split() for part in policy.split(";") if part.strip())
    return {name.lower(): [each.lower() for each in sources] for name, *sources in parts}


def score(headers):
    """The score, from 0; it starts at 100, and what is better than asked for counts only from 90 on."""
    given = list(modifiers(headers))
    base = 100 + sum(each for each in given if each < 0)
    return max(0, base + (sum(each for each in given if each > 0) if base >= 90 else 0))


def modifiers(headers):
    """What each test adds or takes away. No cookie is set, no script is loaded, http leads to https."""
    policy = directives(headers.get("content-security-policy", ""))
    yield content_security(policy)
    yield transport_security(headers.get("strict-transport-security", ""))
    yield 0 if headers.get("x-content-type-options", "").lower() == "nosniff" else -5
    yield framing(policy, headers.get("x-frame-options", ""))
    yield referrer(headers.get("referrer-policy", ""))
    yield 10 if headers.get("cross-origin-resource-policy") in ("same-origin", "same-site") else 0


def content_security(policy):
    if not policy:
        return -25
    default = policy.get("default-src", ["*"])
    scripts, styles, objects = (policy.get(f"{kind}-src", default) for kind in ("script", "style", "object"))
    wide = {"*", "https:", "http:", "data:", "blob:"}
    if "'unsafe-inline'" in scripts or wide & {*scripts, *objects}:
        return -20
    if any(each.startswith("http:") for sources in policy.values() for each in sources):
        return -20
    if "'unsafe-eval'" in scripts:
        return -10
    if "'unsafe-inline'" in styles or wide & set(styles):
        return 0
    return 10 if default == ["'none'"] else 5


def transport_security(value):
    parts = [part.strip().lower() for part in value.split(";")]
    ages = [int(part[8:]) for part in parts if part.startswith("max-age=") and part[8:].isdecimal()]
    if not ages:
        return -20
    return 0 if ages[0] >= HALF_A_YEAR else -10


def framing(policy, option):
    if "frame-ancestors" in policy:
        return 5 if "*" not in policy["frame-ancestors"] else -20
    return 0 if option.upper() in ("DENY", "SAMEORIGIN") else -20


def referrer(value):
    policies = [part.strip().lower() for part in value.split(",") if part.strip()]
    if not policies:
        return 0
    return 5 if policies[-1] in PRIVATE else -5

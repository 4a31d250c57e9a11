"""What Schemathesis cannot know by itself: how calls are signed, what a JSON text holds, and that HTTP 200 is no success."""
import atexit
import collections
import hashlib
import hmac
import json
import os
import random
import re
import time

import schemathesis
from jsonschema import Draft202012Validator

# What the mock has when nobody says otherwise; they open nothing else.
ACCOUNT, KEY, TOKEN = "mock-account", "mock-access-key", "mock-token"
APP, SECRET, SESSION = "12345678", "mock-app-secret", "mock-session"
# What became of the cases, told at the end: a check that never looked at anything is none.
COUNTS = collections.Counter()
# The same cases every time.
CHANCE = random.Random(int(os.environ.get("VVTOOL_SEED", "1")))


def definition(case):
    return case.operation.definition.raw


def resolved(case, schema):
    while "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        schema = case.operation.schema.raw_schema["components"]["schemas"][name]
    return schema


def media(case):
    """The schema of the body, and of which media type it is."""
    content = definition(case).get("requestBody", {}).get("content", {})
    for kind, about in content.items():
        return kind, resolved(case, about["schema"])
    return "", {}


def texts_of_json(case, schema, found):
    """What an array or a record of texts of JSON holds: no generator makes these of a media type."""
    schema = resolved(case, schema)
    if schema.get("contentMediaType") == "application/json" and isinstance(found, str):
        return value(case, schema)
    if schema.get("type") == "array" and isinstance(found, list):
        return [texts_of_json(case, schema["items"], each) for each in found]
    if schema.get("type") == "object" and isinstance(found, dict):
        fields = schema.get("properties", {})
        return {name: texts_of_json(case, fields.get(name, {}), each) for name, each in found.items()}
    return found


def named(case, schemas, name):
    """The schema of a parameter, or of the member of a record that is written member by member."""
    if name in schemas or not name.endswith("]"):
        return schemas.get(name, {})
    record, _, member = name[:-1].partition("[")
    return resolved(case, schemas.get(record, {})).get("properties", {}).get(member, {})


def positive(case):
    return case.meta is None or case.meta.generation.mode.value == "positive"


def value(case, schema):
    """Something that a schema of a request allows."""
    schema = resolved(case, schema)
    if "enum" in schema:
        return CHANCE.choice(schema["enum"])
    if schema.get("type") == "object":
        needed = schema.get("required", [])
        fields = schema.get("properties", {}).items()
        return {name: value(case, inner) for name, inner in fields if name in needed or CHANCE.random() < 0.5}
    if schema.get("type") == "array":
        return [value(case, schema["items"]) for _ in range(CHANCE.randint(max(1, schema.get("minItems", 1)), 3))]
    if "example" in schema:
        return schema["example"]
    if schema.get("contentMediaType") == "application/json":
        return json.dumps(value(case, schema.get("contentSchema", {"type": "object"})), ensure_ascii=False)
    if schema.get("type") == "integer":
        return CHANCE.randint(schema.get("minimum", 0), schema.get("maximum", 1000))
    if schema.get("type") == "boolean":
        return CHANCE.random() < 0.5
    return "".join(CHANCE.choice("abc123 电") for _ in range(min(8, schema.get("maxLength", 8)))).strip() or "x"


def signed(body):
    """The signature of the platform: every parameter but blank ones, by the order of bytes."""
    body = {**body, "app_key": APP, "timestamp": time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + 8 * 3600))}
    if "session" in body:
        body["session"] = SESSION
    body.pop("sign", None)
    filled = sorted((name.encode(), str(value)) for name, value in body.items() if str(value).strip())
    text = b"".join(name + value.encode("utf-8", "surrogatepass") for name, value in filled)
    key = SECRET.encode()
    digests = {
        "hmac-sha256": lambda: hmac.new(key, text, hashlib.sha256),
        "hmac": lambda: hmac.new(key, text, hashlib.md5),
        "md5": lambda: hashlib.md5(key + text + key),
    }
    return {**body, "sign": digests.get(body.get("sign_method"), digests["md5"])().hexdigest().upper()}


def right(schema, body, name):
    """Whether a negative case left a property as it should be."""
    return name not in body and name not in schema.get("required", []) or name in body and Draft202012Validator(schema["properties"][name]).is_valid(body[name])


def credential(case):
    """Where the token stands, under which name, and as what."""
    scheme = case.operation.schema.raw_schema["components"].get("securitySchemes", {}).get("token")
    if scheme is None or definition(case).get("security") == []:
        return None
    if scheme["type"] == "http":
        return "header", "Authorization", f"Bearer {TOKEN}"
    return scheme["in"], scheme["name"], scheme.get("x-vvspec-before", "") + TOKEN


def whole(value):
    """344.0 is a whole number in JSON Schema only."""
    if isinstance(value, dict):
        return {name: whole(each) for name, each in value.items()}
    if isinstance(value, list):
        return [whole(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def without_nulls(value):
    """A member that is null is one that is not there."""
    if isinstance(value, dict):
        return {name: without_nulls(each) for name, each in value.items() if each is not None}
    return [without_nulls(each) for each in value] if isinstance(value, list) else value


def arrived(case, schema, value):
    """A value as it arrives where there are no types: in a path, a query, a header or a form. In JSON gateways take 5 for "5" as well."""
    schema = resolved(case, schema)
    kind = schema.get("type")
    if kind == "object" and isinstance(value, dict):
        fields = schema.get("properties", {})
        return {name: arrived(case, fields.get(name, {}), each) for name, each in value.items()}
    if kind == "array":
        return [arrived(case, schema["items"], each) for each in (value if isinstance(value, list) else [value])]
    if value is None and kind == "string":
        return "null"
    if isinstance(value, bool):
        return value if kind == "boolean" else str(value).lower()
    if kind == "string" and isinstance(value, (int, float)):
        return str(value)
    if kind == "integer" and isinstance(value, str) and re.fullmatch(r"-?[0-9]+", value):
        return int(value)
    if kind == "boolean" and value in ("true", "false"):
        return value == "true"
    return value


def allowed_as_it_arrives(case):
    """JSON Schema forbids it, and on the wire it is what the documents allow: 5 where a text is wanted, an empty list in a form."""
    components = case.operation.schema.raw_schema["components"]
    valid = lambda schema, value: Draft202012Validator({**schema, "components": components}).is_valid(value)
    if case.meta and case.meta.components and any(where.value == "header" and part.mode.value == "negative" for where, part in case.meta.components.items()):
        return False
    known = set()
    for each in definition(case).get("parameters", []):
        values = {"path": case.path_parameters, "query": case.query, "header": case.headers}[each["in"]] or {}
        name, schema = each["name"], each["schema"]
        known.add(name)
        if name not in values or values[name] in ([], {}):
            if each.get("required"):
                return False
        elif not valid(schema, arrived(case, schema, values[name])):
            return False
    secret = credential(case)
    # A record in the query is written member by member.
    sent = {name if name in known else name.split("[")[0] for name, value in (case.query or {}).items() if value not in ([], {})}
    extra = sent - known - ({secret[1]} if secret else set())
    if extra:
        return False
    kind, schema = media(case)
    if not isinstance(case.body, dict) or kind == "application/json":
        return not kind or isinstance(case.body, dict) and valid(schema, arrived(case, schema, without_nulls(case.body)))
    fields = schema.get("properties", {})
    sent = {name: value for name, value in case.body.items() if value not in ([], {})}
    return valid(schema, {name: arrived(case, fields.get(name, {}), value) for name, value in sent.items()})


@schemathesis.hook
def before_call(context, case, kwargs):
    """A case that is wrong is wrong in one thing: what else the mock wants to know is right."""
    headers = {where.value: part.mode.value for where, part in case.meta.components.items()}.get("header") if case.meta else None
    if (secret := credential(case)) and headers != "negative":
        where, name, token = secret
        if where == "header":
            case.headers = {**(case.headers or {}), name: token}
        else:
            case.query = {**(case.query if isinstance(case.query, dict) else {}), name: token}
    if isinstance(case.query, dict):
        ours = {each["name"] for each in definition(case).get("parameters", []) if "x-vvspec-style" in each["schema"]}
        case.query = {name: value for name, value in case.query.items() if name not in ours}
        if positive(case):
            schemas = {each["name"]: each["schema"] for each in definition(case).get("parameters", []) if each["in"] == "query"}
            case.query = {name: texts_of_json(case, named(case, schemas, name), each) for name, each in case.query.items()}
    body = case.body
    if not isinstance(body, dict):
        return
    kind, schema = media(case)
    fields = schema.get("properties", {})
    # What is written in a way that OpenAPI has no words for.
    body = {name: value for name, value in body.items() if kind == "application/json" or "x-vvspec-style" not in fields.get(name, {})}
    if positive(case):
        body = whole(body)
        body = {name: texts_of_json(case, fields.get(name, {}), each) for name, each in body.items()}
    for name, field in fields.items():
        if name in body and "contentSchema" in field and right(schema, body, name):
            body[name] = value(case, field)
    if "client_secret" in fields and right(schema, body, "client_id") and right(schema, body, "client_secret"):
        body |= {"client_id": ACCOUNT, "client_secret": KEY}
    if all(right(schema, body, name) for name, field in fields.items() if field.get("x-vvspec-common")) and "sign" in fields:
        body = signed(body)
    case.body = body


def answer(response):
    """Code and message, wherever the service puts them; no code for a success."""
    reply = response.json()
    failure = reply.get("error_response", reply)
    code = failure.get("code")
    done = "error_response" not in reply and code in (0, "0", None)
    return done, code, failure.get("msg")


def given(case, name):
    """A flag counts when it is 1, everything else when it is not blank."""
    field = media(case)[1].get("properties", {}).get(name, {})
    nothing = ("", "0") if field.get("x-vvspec-type") == "flag01" else ("",)
    return isinstance(case.body, dict) and str(case.body.get(name, "")).strip() not in nothing


def broken(case):
    """The rules between fields that a case breaks: no schema says them."""
    _, schema = media(case)
    for rule in schema.get("x-vvspec-rules", []):
        there = [given(case, name) for name in rule["fields"]]
        right = {
            "together": lambda: all(there) or not any(there),
            "one_of": lambda: sum(there) == 1,
            "at_least_one": lambda: any(there),
        }.get(rule["rule"])
        if right is not None and not right():
            yield rule


def unsaid(case):
    """Whether a case goes beyond what JSON Schema can say: bytes, exact numbers, times and conditions are ours to count."""
    _, schema = media(case)
    fields = list(schema.get("properties", {}).items())
    fields += [(each["name"], each["schema"]) for each in definition(case).get("parameters", [])]
    values = {**(case.query or {}), **(case.path_parameters or {}), **(case.body if isinstance(case.body, dict) else {})}
    ours = ("x-vvspec-max-bytes", "x-vvspec-min", "x-vvspec-max", "x-vvspec-min-items", "x-vvspec-max-items")
    if any(name in values and any(key in field for key in ours) for name, field in fields):
        return True
    rules = schema.get("x-vvspec-rules", [])
    return any(rule["rule"] in ("only_if", "span") and any(name in values for name in rule["fields"]) for rule in rules)


# Parts of a time as specs spell them, and as Python does; and what a date may look like where nothing is said about it.
PARTS = {"yyyy": "%Y", "MM": "%m", "dd": "%d", "HH": "%H", "mm": "%M", "ss": "%S"}
USUAL = ("yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyyMMdd", "HH:mm")


def has_day(text, form):
    """Whether a calendar has it."""
    try:
        time.strptime(text, re.sub("yyyy|MM|dd|HH|mm|ss", lambda part: PARTS[part[0]], form.replace("'", "")))
        return True
    except ValueError:
        return False


def in_no_calendar(case):
    """Whether a case names the 30th of February: a pattern says how many days the longest month has."""
    values = {**(case.query or {}), **(case.path_parameters or {}), **(case.headers or {}), **(case.body if isinstance(case.body, dict) else {})}
    fields = list(media(case)[1].get("properties", {}).items()) + [(each["name"], each["schema"]) for each in definition(case).get("parameters", [])]
    dates = [(values[name], field) for name, field in fields if name in values and field.get("x-vvspec-type") == "datetime" and "pattern" in field]
    return any(not any(has_day(str(text), form) for form in (field.get("x-vvspec-format") and [field["x-vvspec-format"]] or USUAL)) for text, field in dates)


@schemathesis.check
def allowed_is_accepted(ctx, response, case):
    """What the schema allows is carried out, unless a rule between fields is broken: then the answer is that rule's error."""
    if not positive(case):
        return
    done, code, message = answer(response)
    reason = (response.headers.get("x-mock-reason") or [""])[0]
    rules = list(broken(case))
    if not done and "number out of range" in reason:
        COUNTS["refused for a number that no program holds"] += 1
        return
    if not done and "no date or time" in reason and in_no_calendar(case):
        COUNTS["refused for a day of no calendar"] += 1
        return
    if not done and unsaid(case):
        COUNTS["refused for what no schema says"] += 1
        return
    if not rules:
        COUNTS["allowed and accepted"] += 1
        assert done, f"refused: code {code} {message}: {reason}: {case.body}"
        return
    COUNTS["refused by a rule between fields"] += 1
    errors = {each["name"]: each for each in case.operation.schema.raw_schema.get("x-vvspec-errors", [])}
    named = [errors[rule["error"]] for rule in rules if rule.get("error") in errors]
    assert not done, f"accepted, though {rules[0]['en']}: {case.body}"
    if named:
        assert any((str(each["code"]), each["message"]) == (str(code), message) for each in named), f"{code} {message} is no rule's"


@schemathesis.check
def forbidden_is_refused_or_noted(ctx, response, case):
    """What the schema forbids is refused, or let pass with a note: an unknown field changes nothing."""
    if positive(case):
        return
    done, code, message = answer(response)
    noted = response.headers.get("x-mock-notes")
    if done and not noted and allowed_as_it_arrives(case):
        COUNTS["forbidden in JSON only, accepted"] += 1
        return
    COUNTS["forbidden and noted" if done else "forbidden and refused"] += 1
    assert not done or noted, f"accepted without a note: {case.body} {case.query}"


@atexit.register
def told():
    print("; ".join(f"{count} {what}" for what, count in sorted(COUNTS.items())))

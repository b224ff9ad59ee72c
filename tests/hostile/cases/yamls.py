"""Descriptors in YAML."""

from hostile.kit import entry

LAUGHS = "a0: &a0 [lol, lol]\n" + "".join(
    f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 10)}]\n" for at in range(1, 12)
)
TEXTS = {
    "yaml_of_a_billion_laughs": LAUGHS + "resources: *a11\n",
    "yaml_that_runs_code": "resources: !!python/object/apply:os.system ['touch was-run']\n",
    "yaml_deep": "resources: " + "[" * 20_000 + "]" * 20_000 + "\n",
    "yaml_key_twice": "name: a\nname: b\nresources: []\n",
    "yaml_in_a_circle": "resources: &a [*a]\n",
    "yaml_of_an_equals_sign": "resources: [=]\n",
}
for name, text in TEXTS.items():
    # Until a descriptor in YAML is read at all, there is no package here.
    entry(
        name,
        lambda at, text=text: at.write("datapackage.yaml", text) and None,
        "E101|E108|E111|E112|E905",
        "",
        exits=(1, 2),
    )

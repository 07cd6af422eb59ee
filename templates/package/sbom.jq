# CycloneDX from `cargo metadata`: the crates that the program is built from, without those of its tests.
(.packages | map({key: .id, value: .}) | from_entries) as $packages
| (.resolve.nodes | map({key: .id, value: [.deps[] | select(any(.dep_kinds[]; .kind != "dev")) | .pkg]})
    | from_entries) as $needs
| def closure: (. + [.[] | $needs[.][]] | unique) as $more | if $more == . then . else $more | closure end;
def purl: "pkg:cargo/\(.name)@\(.version)";
def component: {
    type: "library", "bom-ref": purl, name, version, purl: purl,
    licenses: (if .license then [{expression: (.license | gsub("/"; " OR "))}] else [] end)
};
.resolve.root as $root | ([$root] | closure) as $ids
| {
    bomFormat: "CycloneDX", specVersion: "1.5", version: 1,
    metadata: {component: ($packages[.resolve.root] | component | .type = "application")},
    components: [$ids[] | select(. != $root) | $packages[.] | component] | sort_by(.purl),
    dependencies: [$ids[] | {ref: ($packages[.] | purl), dependsOn: ([$needs[.][] | $packages[.] | purl] | unique)}]
        | sort_by(.ref)
}

#!/usr/bin/env python3
"""Writes the generated tables of the rules and checks the ones written by hand.

    make_rules.py FACTS TABLES

FACTS holds ifra51_standards.csv, ifra51_natural_contributions.csv, eu_2023_1545_allergens.csv and
eu_uk_annex_limits.csv. TABLES is the folder of the tables. Generated: standards, standard_cas,
limits, contributions, allergens, bans, schiff_bases. Written by hand and only checked here:
sums, grades, members, law_limits, specifications, products, allergen_shares, rule_sources.
Of IFRA's overview only ids, names, types, CAS numbers and limits are taken, none of its wording.
"""
import csv
import os
import re
import sys

AMENDMENT = "51"
CATEGORIES = "1 2 3 4 5A 5B 5C 5D 6 7A 7B 8 9 10A 10B 11A 11B 12".split()
SOURCE_STANDARDS = "ifra-51-overview"
SOURCE_ANNEX = "ifra-51-annex"

# Substances prohibited as such whose traces in naturals are allowed up to this much of the product.
TRACE_PERCENT = {"110": "0.01", "112": "0.01", "154": "0.0013", "158": "0.01", "179": "0.01"}

# CAS numbers of banned rows that also name an allowed grade; grades.tsv decides those.
GRADED_BANS = {"8024-12-2", "8007-00-9"}

# Annex III entry and the name to print where it differs from the first name of the list.
ENTRIES = """45 Benzyl Alcohol|46 6-Methyl Coumarin|70 Citral|73 Isoeugenol|86 Citronellol
88 Limonene|109 Pinus Mugo|114 Pinus Pumila|122 Cedrus Atlantica|124 Turpentine
131 Alpha-Terpinene|133 Terpinolene|154 Myroxylon|157 Rose Ketones|175 3-Propylidenephthalide
196 Lippia citriodora|324 Methyl Salicylate|67 Amyl Cinnamal|69 Cinnamyl Alcohol|71 Eugenol
72 Hydroxycitronellal|74 Amylcinnamyl Alcohol|75 Benzyl Salicylate|76 Cinnamal|77 Coumarin
78 Geraniol|80 Anise Alcohol|81 Benzyl Cinnamate|82 Farnesol|84 Linalool|85 Benzyl Benzoate
87 Hexyl Cinnamal|89 Methyl 2-octynoate|90 Alpha-Isomethyl Ionone|91 Evernia Prunastri
92 Evernia Furfuracea"""
COLLECTIVE = {
    "109": "Pinus Mugo", "114": "Pinus Pumila", "122": "Cedrus Atlantica Oil/Extract",
    "154": "Myroxylon Pereirae Oil/Extract", "157": "Rose Ketones",
    "347": "Cananga Odorata Oil/Extract", "350": "Citrus Aurantium Flower Oil",
    "351": "Citrus Aurantium Peel Oil", "354": "Lemongrass Oil", "355": "Eucalyptus Globulus Oil",
    "356": "Eugenia Caryophyllus Oil", "357": "Jasmine Oil/Extract",
    "358": "Juniperus Virginiana Oil", "360": "Lavandula Oil/Extract", "363": "Narcissus Extract",
    "366": "Rose Flower Oil/Extract", "91": "Evernia Prunastri Extract",
    "92": "Evernia Furfuracea Extract",
}
NATURAL_ENTRIES = {91, 92, 109, 114, 122, 124, 154, 196} | set(range(347, 368))

# Schiff bases of methyl anthranilate: CAS, name, CAS and molar mass of the aldehyde they are
# made of. A base of aldehyde A weighs A + methyl anthranilate (151.16) - water (18.02).
SCHIFF_BASES = [
    ("89-43-0", "Hydroxycitronellal methyl anthranilate Schiff base", "107-75-5", 172.26),
    ("91-51-0", "p-BMHCA methyl anthranilate Schiff base", "80-54-6", 204.31),
    ("67634-12-2", "HMPCC methyl anthranilate Schiff base", "31906-04-4", 210.31),
    ("67801-47-2", "Citral methyl anthranilate Schiff base", "5392-40-5", 152.23),
]


def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def read_table(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as handle:
        lines = handle.read().split("\n")
    header = lines[0].split("\t")
    rows = [dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:] if line]
    return rows


def write(folder, name, header, rows):
    text = "\n".join("\t".join(row) for row in [header] + rows) + "\n"
    for row in rows:
        assert len(row) == len(header) and not any("\t" in cell or "\n" in cell for cell in row)
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as handle:
        handle.write(text)


def valid_cas(cas):
    if not re.fullmatch(r"\d{2,7}-\d\d-\d", cas):
        return False
    digits = cas.replace("-", "")
    return sum(i * int(d) for i, d in enumerate(reversed(digits[:-1]), 1)) % 10 == int(digits[-1])


def decimal(text):
    """A plain decimal: no exponent, no trailing zeros."""
    value = f"{float(text):.12f}".rstrip("0").rstrip(".")
    assert float(value) == float(text), text
    return value


def cell(text, number):
    if number in TRACE_PERCENT:
        assert text == "See Notebox", text
        return TRACE_PERCENT[number]
    if text.lower() == "no restriction":
        return "free"
    if text == "0.0 (Prohibited)":
        return "prohibited"
    return decimal(text.removesuffix(" (5-MOP)"))


def write_standards(facts, tables):
    standards, numbers, limits = [], [], []
    for row in sorted(read(facts, "ifra51_standards.csv"), key=lambda row: row["standard"]):
        number = row["standard"].removeprefix("IFRA_STD_")
        kinds = row["type"].lower().split("_")
        assert set(kinds) <= {"restriction", "prohibition", "specification"}
        standards.append([
            row["standard"], row["amendment"], row["year_last"], row["name"],
            "+".join(sorted(kinds)), "traces" if number in TRACE_PERCENT else "",
            SOURCE_STANDARDS])
        for cas in row["cas"].split():
            assert valid_cas(cas), cas
            numbers.append([row["standard"], cas, row["amendment"], SOURCE_STANDARDS])
        cells = [row["cat" + category] for category in CATEGORIES]
        assert all(cells) or not any(cells), row["standard"]
        assert ("restriction" in kinds) == all(cells), row["standard"]
        if all(cells):
            limits.append([row["standard"], row["amendment"], SOURCE_STANDARDS]
                          + [cell(text, number) for text in cells])
    write(tables, "standards.tsv", "id amendment year name type scope source".split(), standards)
    write(tables, "standard_cas.tsv", "standard cas amendment source".split(), numbers)
    write(tables, "limits.tsv", "standard amendment source".split() + CATEGORIES, limits)
    return standards, numbers, limits


def write_contributions(facts, tables):
    rows = sorted(
        [row["natural"], row["constituent"], row["constituent_cas"],
         decimal(row["percent_in_natural"]), AMENDMENT, SOURCE_ANNEX]
        for row in read(facts, "ifra51_natural_contributions.csv"))
    for row in rows:
        assert valid_cas(row[2]) and 0 <= float(row[3]) <= 100, row
    write(tables, "contributions.tsv",
          "natural constituent cas percent amendment source".split(), rows)
    return rows


def write_allergens(facts, tables):
    entries = [item.split(" ", 1) for line in ENTRIES.split("\n") for item in line.split("|")]
    rows = []
    for row in read(facts, "eu_2023_1545_allergens.csv"):
        prohibited = row["status"].startswith("prohibited")
        entry = row["annex_iii_entry"]
        if not entry and not prohibited:
            found = [number for number, start in entries if row["name"].startswith(start)]
            found = [n for n, start in entries if start == row["name"]] or found
            assert len(found) == 1, (row["name"], found)
            entry = found[0]
        label = COLLECTIVE.get(entry, re.split(r"; | - ", row["name"])[0])
        numbers = row["cas"].split()
        assert all(map(valid_cas, numbers)), row
        kind = "natural" if not prohibited and int(entry) in NATURAL_ENTRIES else "substance"
        rows.append([
            label, ";".join(numbers), entry, "prohibited" if prohibited else "declared", kind,
            row["labelled_above_%_leave_on"], row["labelled_above_%_rinse_off"], "eu-2023-1545"])
    rows.sort(key=lambda row: row[0].lower())
    assert len({row[0] for row in rows}) == len(rows)
    write(tables, "allergens.tsv",
          "label cas entry status kind leaveOnPercent rinseOffPercent source".split(), rows)
    return rows


def write_bans(facts, tables, numbers):
    standard_of = {row[1]: row[0] for row in numbers}
    rows = []
    for row in read(facts, "eu_uk_annex_limits.csv"):
        if row["status"] != "banned":
            continue
        for cas in row["cas"].split():
            assert valid_cas(cas), cas
            if cas not in GRADED_BANS:
                basis = row["legal_basis"].split(",")[0]
                basis = basis if basis[:3] in ("Reg", "EU ") else "EU " + basis
                basis = basis.split(": ")[0]
                rows.append([cas, row["name"], standard_of.get(cas, ""), basis, "eu-uk-annexes"])
    write(tables, "bans.tsv", "cas substance standard basis source".split(), rows)
    return rows


def write_schiff_bases(tables):
    rows = []
    for cas, name, aldehyde, mass in SCHIFF_BASES:
        assert valid_cas(cas) and valid_cas(aldehyde), cas
        share = 100 * mass / (mass + 151.16 - 18.02)
        rows.append([cas, name, aldehyde, f"{share:.2f}", "molar-mass"])
    write(tables, "schiff_bases.tsv", "cas name released percent source".split(), rows)


def check_hand_written(tables, standards, contributions, allergens):
    ids = {row[0] for row in standards}
    naturals = {row[0] for row in contributions}
    labels = {row[0] for row in allergens}
    sums = {row["id"] for row in read_table(tables, "sums.tsv")}
    sources = {row["id"] for row in read_table(tables, "rule_sources.tsv")}
    for name in sorted(os.listdir(tables)):
        rows = read_table(tables, name)
        if name in ("materials.tsv", "compositions.tsv", "figures.tsv", "notes.tsv",
                    "sources.tsv"):
            continue
        for row in rows:
            where = (name, row)
            assert name == "rule_sources.tsv" or row["source"] in sources, where
            for cas in re.findall(r"\d{2,7}-\d\d-\d\b", row.get("cas", "")):
                assert valid_cas(cas), where
            if name in ("grades.tsv", "specifications.tsv"):
                assert row["standard"] in ids, where
            if name == "sums.tsv":
                assert set(row["members"].split()) <= ids and row["limitOf"] in ids | {""}, where
            if name == "members.tsv":
                assert row["of"] in ids | labels, where
                assert row["kind"] == "cas" and valid_cas(row["key"]) \
                    or row["kind"] == "natural" and row["key"] in naturals, where
            if name == "law_limits.tsv":
                assert row["joins"] in ids | sums | {""}, where
            if name == "allergen_shares.tsv":
                assert row["label"] in labels, where
                assert row["kind"] == "cas" and valid_cas(row["key"]) \
                    or row["kind"] == "natural" and row["key"] in naturals, where
                assert 0 < float(row["percent"]) <= 100, where


def main():
    facts, tables = sys.argv[1:]
    standards, numbers, limits = write_standards(facts, tables)
    contributions = write_contributions(facts, tables)
    allergens = write_allergens(facts, tables)
    bans = write_bans(facts, tables, numbers)
    write_schiff_bases(tables)
    check_hand_written(tables, standards, contributions, allergens)
    numeric = [row for row in limits if row[3 + CATEGORIES.index("4")] not in ("free", "prohibited")
               and row[0].removeprefix("IFRA_STD_") not in TRACE_PERCENT | {"089": ""}]
    print(len(standards), "standards,", len(numbers), "CAS numbers,", len(limits),
          "rows of limits,", len(numeric), "numeric in category 4,", len(contributions),
          "shares in", len({row[0] for row in contributions}), "naturals,", len(allergens),
          "allergens,", len(bans), "bans")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Writes the generated tables of the rules and checks the ones written by hand.

    make_rules.py FACTS TABLES

FACTS holds ifra51_standards.csv, ifra51_natural_contributions.csv, eu_2023_1545_allergens.csv and
eu_uk_annex_limits.csv. TABLES is the folder of the tables. Generated: standards, standard_cas,
limits, contributions, allergens, bans, schiff_bases and source_digest. Written by hand and only
checked here: amendments, sums, grades, members, law_limits, specifications, products, categories,
allergens_korea, allergen_shares, rule_sources.
Of IFRA's overview only ids, names, types, CAS numbers, limits and dates are taken, none of its
wording.

The first column of standards, standard_cas, limits and contributions is the set of standards
(the amendment) a row came with. A later amendment is further rows with its own number; of the rows
on one standard or natural those of the latest set hold, and a standard of type "withdrawn" is gone.
This script writes the rows of the 51st only and keeps rows of later sets as they are.

source_digest.tsv is what the tests hold the tables to: counts and checksums of FACTS itself.
"""
import csv
import datetime
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
RULE_TABLES = set("""allergen_shares allergens allergens_korea amendments bans categories
contributions grades law_limits limits members products rule_sources schiff_bases specifications
standard_cas standards sums""".split())
NATURAL_ENTRIES = {91, 92, 109, 114, 122, 124, 154, 196} | set(range(347, 368))

# Schiff bases: CAS, name, CAS and molar mass of the aldehyde, amine they are made with, and the
# percentage of aldehyde that IFRA's annex prints (None where the annex does not have the base).
# A base weighs aldehyde + amine - water (18.02). Where the annex has no row the structure is
# PubChem's.
AMINES = {
    "methyl anthranilate": ("134-20-3", 151.16),
    "ethyl anthranilate": ("87-25-2", 165.19),
    "indole": ("120-72-9", 117.15),
}
SCHIFF_BASES = [
    ("89-43-0", "Hydroxycitronellal", "107-75-5", 172.26, "methyl anthranilate", 56.4),
    ("68527-79-7", "Hydroxycitronellal", "107-75-5", 172.26, "indole", 63.5),
    ("91-51-0", "p-BMHCA", "80-54-6", 204.31, "methyl anthranilate", 60.6),
    ("67634-12-2", "HMPCC", "31906-04-4", 210.31, "methyl anthranilate", 61.3),
    ("67801-47-2", "Citral", "5392-40-5", 152.23, "methyl anthranilate", 53.3),
    ("67845-42-5", "Citronellal", "106-23-0", 154.25, "methyl anthranilate", 53.7),
    ("68527-78-6", "Amyl cinnamal", "122-40-7", 202.30, "methyl anthranilate", 60.3),
    ("67924-13-4", "Hexyl cinnamal", "101-86-0", 216.32, "methyl anthranilate", 61.8),
    ("94386-48-8", "Cinnamal", "104-55-2", 132.16, "methyl anthranilate", 49.8),
    ("39129-16-3", "Benzaldehyde", "100-52-7", 106.12, "methyl anthranilate", 44.4),
    ("37837-44-8", "Benzaldehyde", "100-52-7", 106.12, "methyl anthranilate", 44.4),
    ("68738-99-8", "Dimethylcyclohexenecarbaldehyde", "68039-49-6", 138.21,
     "methyl anthranilate", 50.9),
    ("111753-62-9", "Methoxyphenyl methylpropanal", "5462-06-6", 178.23,
     "methyl anthranilate", 57.3),
    ("111753-60-7", "Methylenedioxyphenyl methylpropanal", "1205-17-0", 192.21,
     "methyl anthranilate", 59.1),
    ("91-50-9", "Cyclamen aldehyde", "103-95-7", 190.28, "methyl anthranilate", 58.8),
    ("94108-09-5", "Cuminaldehyde", "122-03-2", 148.20, "ethyl anthranilate", 50.2),
    ("14735-72-9", "Anisaldehyde", "123-11-5", 136.15, "methyl anthranilate", 50.6),
    ("67785-76-6", "Phenylacetaldehyde", "122-78-1", 120.15, "methyl anthranilate", None),
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


def iso_date(text):
    """A date as YYYY-MM-DD, as YYYY-MM where the source has no day, empty where there is none."""
    if text == "Not applicable.":
        return ""
    for form, out in (("%B %d, %Y", "%Y-%m-%d"), ("%B %Y", "%Y-%m")):
        try:
            return datetime.datetime.strptime(text, form).strftime(out)
        except ValueError:
            continue
    raise ValueError(text)


def later(tables, name):
    """Rows of sets after the one this script writes, as they stand."""
    if not os.path.exists(os.path.join(tables, name + ".tsv")):
        return []
    return [list(row.values()) for row in read_table(tables, name + ".tsv")
            if row.get("set", AMENDMENT) != AMENDMENT]


def write_standards(facts, tables):
    standards, numbers, limits = [], [], []
    for row in sorted(read(facts, "ifra51_standards.csv"), key=lambda row: row["standard"]):
        number = row["standard"].removeprefix("IFRA_STD_")
        kinds = row["type"].lower().split("_")
        assert set(kinds) <= {"restriction", "prohibition", "specification"}
        dates = [iso_date(row["deadline_new"]), iso_date(row["deadline_existing"])]
        standards.append([
            AMENDMENT, row["standard"], row["amendment"], row["year_last"], *dates, row["name"],
            "+".join(sorted(kinds)), "traces" if number in TRACE_PERCENT else "",
            SOURCE_STANDARDS])
        for cas in row["cas"].split():
            assert valid_cas(cas), cas
            numbers.append([AMENDMENT, row["standard"], cas, row["amendment"], SOURCE_STANDARDS])
        cells = [row["cat" + category] for category in CATEGORIES]
        assert all(cells) or not any(cells), row["standard"]
        assert ("restriction" in kinds) == all(cells), row["standard"]
        if all(cells):
            limits.append([AMENDMENT, row["standard"], row["amendment"], *dates, SOURCE_STANDARDS]
                          + [cell(text, number) for text in cells])
    for name, header, rows in (
            ("standards", "set id amendment year newFrom existingFrom name type scope source",
             standards),
            ("standard_cas", "set standard cas amendment source", numbers),
            ("limits", "set standard amendment newFrom existingFrom source "
             + " ".join(CATEGORIES), limits)):
        write(tables, name + ".tsv", header.split(), rows + later(tables, name))
    return standards, numbers, limits


def write_contributions(facts, tables):
    rows = sorted(
        [AMENDMENT, row["natural"], row["constituent"], row["constituent_cas"],
         decimal(row["percent_in_natural"]), SOURCE_ANNEX]
        for row in read(facts, "ifra51_natural_contributions.csv"))
    for row in rows:
        assert valid_cas(row[3]) and 0 <= float(row[4]) <= 100, row
    write(tables, "contributions.tsv", "set natural constituent cas percent source".split(),
          rows + later(tables, "contributions"))
    return rows


def checksum(parts):
    """FNV-1a, 64 bits, of the parts joined by a vertical bar."""
    value = 0xcbf29ce484222325
    for byte in "|".join(parts).encode():
        value = (value ^ byte) * 0x100000001b3 % 2**64
    return f"{value:016x}"


def write_digest(facts, tables, numeric):
    """Checksums of the source tables, made apart from the rows written above."""
    standards = read(facts, "ifra51_standards.csv")
    shares = read(facts, "ifra51_natural_contributions.csv")
    rows = []
    for row in standards:
        number = row["standard"].removeprefix("IFRA_STD_")
        cells = [cell(row["cat" + name], number) for name in CATEGORIES if row["cat" + name]]
        rows.append(["standard", row["standard"], str(len(row["cas"].split())), checksum(
            [row["standard"], row["amendment"], row["year_last"], iso_date(row["deadline_new"]),
             iso_date(row["deadline_existing"]), "+".join(sorted(row["type"].lower().split("_"))),
             *sorted(row["cas"].split()), *cells])])
    for natural in sorted({row["natural"] for row in shares}):
        parts = sorted([row["constituent_cas"], decimal(row["percent_in_natural"])]
                       for row in shares if row["natural"] == natural)
        rows.append(["natural", natural, str(len(parts)), checksum(sum(parts, []))])
    for row in read(facts, "eu_uk_annex_limits.csv"):
        fine = re.match(r"[0-9.]+", row["limit_%_fine_fragrance"])
        rows.append(["law", row["name"], decimal(fine[0]) if fine else "", row["cas"]])
    counts = {
        "standards": len(standards), "cas": sum(len(row["cas"].split()) for row in standards),
        "numeric": numeric, "prohibitions": sum(row["type"] == "PROHIBITION" for row in standards),
        "shares": len(shares), "naturals": len({row["natural"] for row in shares}),
    }
    rows += [["count", name, str(count), ""] for name, count in counts.items()]
    write(tables, "source_digest.tsv", "kind key count check".split(), sorted(rows))


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
    standard_of = {row[2]: row[1] for row in numbers}
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
    for cas, aldehyde, aldehyde_cas, mass, amine, printed in SCHIFF_BASES:
        amine_cas, amine_mass = AMINES[amine]
        assert valid_cas(cas) and valid_cas(aldehyde_cas) and valid_cas(amine_cas), cas
        whole = mass + amine_mass - 18.02
        share = 100 * mass / whole
        assert printed is None or abs(share - printed) < 0.15, (cas, share, printed)
        name = f"{aldehyde} {amine} Schiff base"
        # Of the printed and the calculated share the larger one counts.
        rows.append([cas, name, aldehyde_cas, f"{max(share, printed or 0):.2f}",
                     "pubchem-structure" if printed is None else "ifra-51-annex-bases"])
        rows.append([cas, name, amine_cas, f"{100 * amine_mass / whole:.2f}", "molar-mass"])
    write(tables, "schiff_bases.tsv", "cas name released percent source".split(), rows)


def check_hand_written(tables, standards, contributions, allergens):
    ids = {row[1] for row in standards}
    naturals = {row[1] for row in contributions}
    labels = {row[0] for row in allergens}
    sums = {row["id"] for row in read_table(tables, "sums.tsv")}
    sources = {row["id"] for row in read_table(tables, "rule_sources.tsv")}
    for name in sorted(os.listdir(tables)):
        rows = read_table(tables, name)
        if name.removesuffix(".tsv") not in RULE_TABLES:
            continue
        for row in rows:
            where = (name, row)
            assert name == "rule_sources.tsv" or row["source"] in sources, where
            for cas in re.findall(r"\d{2,7}-\d\d-\d\b", row.get("cas", "")):
                assert valid_cas(cas), where
            if name in ("grades.tsv", "specifications.tsv"):
                assert row["standard"] in ids, where
            if name == "sums.tsv":
                assert set(row["members"].split()) <= ids and row["standard"] in ids, where
            if name == "members.tsv":
                assert row["of"] in ids | labels, where
                assert row["kind"] == "cas" and valid_cas(row["key"]) \
                    or row["kind"] == "natural" and row["key"] in naturals, where
            if name == "allergens_korea.tsv":
                assert row["allergen"] in labels, where
            if name == "categories.tsv":
                assert row["category"] in CATEGORIES, where
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
    numeric = [row for row in limits if row[6 + CATEGORIES.index("4")] not in ("free", "prohibited")
               and row[1].removeprefix("IFRA_STD_") not in TRACE_PERCENT | {"089": ""}]
    write_digest(facts, tables, len(numeric))
    print(len(standards), "standards,", len(numbers), "CAS numbers,", len(limits),
          "rows of limits,", len(numeric), "numeric in category 4,", len(contributions),
          "shares in", len({row[1] for row in contributions}), "naturals,", len(allergens),
          "allergens,", len(bans), "bans")


if __name__ == "__main__":
    main()

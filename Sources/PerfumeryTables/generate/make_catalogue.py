#!/usr/bin/env python3
"""Writes figures.tsv and sources.tsv beside materials.tsv, and checks the tables written by hand.

    make_catalogue.py FACTS TABLES

FACTS holds catalogue_facts.csv, kao_wakayama2019_dose_response.tsv, abraham2012_odt.csv,
ifra51_natural_contributions.csv and expert_families_ohloff.csv. TABLES is the folder of the
tables. materials.tsv, notes.tsv and compositions.tsv are written by hand (families, notes and doses
are judged; so are the shares of constituents IFRA's annex does not list); every other figure comes through this script from FACTS, from further_chemicals.tsv
beside it, or from the listed prices below.

further_chemicals.tsv has the molecular formula and the normal boiling point in degrees C of
chemicals catalogue_facts.csv lacks. Boiling points are `tabulated` (CRC, WebBook, Common Chemistry
or Yaws, as collected by the Python package chemicals 1.5.2; values measured under reduced pressure
are passed over), `estimated` (Joback groups with the correction of Stein and Brown; formates as
aldehyde and ether, carbonates as ester and ether, which gives benzyl formate 203 and diethyl
carbonate 127) or, as the groups fail for lactones, `series`: on the straight line through the
tabulated boiling points of the gamma-lactones of 4 to 11 carbon atoms, which is 143 degrees at
none and 13.4 more for each, and 13 degrees above it for delta-lactones. Left empty for the nitro
musks.
"""
import csv
import math
import os
import re
import sys

FAMILIES = """citrus floral fruity green aromatic spicy woody mossy amber smoky gourmand musk
powdery aldehydic aquatic leather animalic""".split()

ATOMIC_WEIGHTS = {"C": 12.011, "H": 1.008, "O": 15.999, "N": 14.007, "S": 32.06, "Cl": 35.45}

SOURCES = {
    "molecular-formula": "Computed from the molecular formula with the abridged standard atomic "
    "weights of IUPAC 2021",
    "ifra-51-annex": "Annex on contributions from other sources to the IFRA Standards, 51st "
    "Amendment, as tabulated in kijjaz/miniPinscher 8316499, DB_Naturals.csv",
    "judged-composition": "Typical share judged from published analyses of the oil",
    "judged": "Judged for this catalogue after common perfumery practice",
    "ohloff-usage": "Ohloff, Pickenhagen and Kraft, Scent and Chemistry, 2nd edition (2022), "
    "chapter 9.6: use levels in landmark perfumes",
    "pubchem": "PubChem molecular weight and XLogP3 by CAS number, as tabulated in "
    "pyrfume/pyrfume-data 8054ea9, goodscents/data_rw_opl.csv",
    "antoine-yaws": "Antoine equation with the coefficients of Yaws as tabulated in JLans/vp_model "
    "46124b5, extrapolated to 25 degrees C",
    "grain-watson": "Grain-Watson estimate at 25 degrees C from a normal boiling point; boiling "
    "points from the Python package chemicals 1.5.2 (CRC, Yaws) or by Stein-Brown",
    "grain-watson-further": "Grain-Watson estimate at 25 degrees C from a normal boiling point of "
    "the Python package chemicals 1.5.2 (CRC, WebBook, Common Chemistry, Yaws)",
    "grain-watson-joback": "Grain-Watson estimate at 25 degrees C from a boiling point estimated "
    "by Joback groups with the correction of Stein and Brown (1994)",
    "grain-watson-series": "Grain-Watson estimate at 25 degrees C from a boiling point on the line "
    "through the tabulated ones of the gamma-lactones; delta-lactones 13 degrees higher",
    "ospar-2004": "OSPAR Commission, background document on musk xylene and other musks (2004)",
    "abraham-2012": "Abraham and others, Chemical Senses 37 (2012) 207: odour detection "
    "thresholds, as tabulated in pyrfume/pyrfume-data 8054ea9, abraham_2012; from ppm by volume",
    "kao-2019": "Wakayama and others, Ind. Eng. Chem. Res. 2019, article 9b01225: intensity "
    "curves, as tabulated in pyrfume/pyrfume-data 8054ea9, wakayama_2019",
    "perfumersworld": "PerfumersWorld small-quantity retail price of December 2025, as tabulated "
    "in kijjaz/miniPinscher 01b322c, RawMaterials.csv",
    "simplescents": "SimpleScentsDIY small-quantity retail price of December 2025, as tabulated in "
    "kijjaz/miniPinscher 01b322c, RawMaterials.csv",
    "perfumersworld-dilution": "PerfumersWorld retail price of a dilution divided by its strength, "
    "listing as tabulated in kijjaz/miniPinscher 01b322c, RawMaterials.csv",
}

# Further rows of the price table that name our material by name and CAS number, in dollars per
# gram: of PerfumersWorld, and of SimpleScentsDIY where the former does not sell it.
LISTED_DOLLARS_PER_GRAM = {
    "perfumersworld": """acetophenone 0.23, acetyl-isoeugenol 0.6, ambrocore 0.46,
        anisaldehyde 0.26,
        anisyl-acetate 0.28, benzyl-acetate 0.2, benzyl-propionate 0.09, bergamot-oil-fcf 0.22,
        borneol 0.14, carrot-seed-oil 4, caryophyllene 0.14, cedryl-acetate 0.21, celestolide 0.31,
        cinnamyl-acetate 0.18, cis-3-hexenyl-benzoate 0.82, cis-jasmone 2.14, cistus-oil 4.8,
        dihydrocoumarin 0.16, dihydrojasmone 0.9, diphenyl-oxide 0.08, dipropylene-glycol 0.07,
        dmbca 0.17, ethyl-acetoacetate 0.08, ethyl-safranate 1.57, ethylene-brassylate 0.29,
        exaltolide 1.1, gamma-dodecalactone 0.8, gamma-octalactone 0.47, guaiacwood-acetate 0.8,
        hay-absolute 4.4, isobornyl-acetate 0.12, isolongifolanone 0.42, lemongrass-oil 0.21,
        litsea-cubeba-oil 0.19, methyl-cinnamate 0.24, methyl-eugenol 0.35, methyl-isoeugenol 0.41,
        methyl-naphthyl-ketone 0.29, methyl-octine-carbonate 1.23, musk-ketone 0.2, p-cresol 0.39,
        p-cresyl-methyl-ether 0.18, palmarosa-oil 0.44, ptbca 0.09, rosephenone 0.12,
        safranal 3.74, tagetes-minuta-oil 3.2, tarragon-oil 1.3, terpinolene 0.1,
        tricyclodecenyl-acetate 0.08, triethyl-citrate 0.05, vetiveryl-acetate 2.72, guaiacol 0.19,
        ambrocenide 4.93, adoxal 1.42, scentenal 0.45, precyclemone-b 0.25, alpha-irone 4.98,
        cypriol-oil 1.6, cocoa-absolute 3.52, coffee-extract 2, tolu-balsam-resinoid 1.27,
        p-cresyl-phenylacetate 0.89, sulfurol 0.72, cosmone 4.3, lemonile 0.2, rosalva 0.89,
        stemone 0.7, cis-3-hexenyl-hexanoate 0.6, acetyl-pyrazine 0.71, tea-tree-oil 0.32,
        clove-leaf-oil 0.19, liffarome 0.95, allyl-ionone 0.41, aurantiol 0.37, benzyl-butyrate 0.2,
        benzyl-formate 0.84, cis-3-hexenyl-butyrate 0.9, citronellyl-formate 0.18, decanol 0.12,
        dimethyl-benzyl-carbinol 0.27, ethyl-acetate 0.05, ethyl-benzoate 0.13,
        ethyl-isovalerate 0.09, ethyl-phenylacetate 0.2, ethyl-salicylate 0.45,
        geranyl-butyrate 0.81, geranyl-formate 0.3, heptanal 0.62, isoamyl-butyrate 0.09,
        linalyl-propionate 0.32, nopyl-acetate 0.14, phenethyl-formate 0.34,
        phenethyl-isobutyrate 0.22, phenethyl-phenylacetate 0.32, phenoxyethyl-isobutyrate 0.17,
        rhodinol 0.2, styrallyl-propionate 0.19, tetrahydrogeraniol 0.66,
        ylang-ylang-oil-extra 1.18, anise-oil 0.24, bay-oil 1.3, caraway-oil 0.82, cassia-oil 0.35,
        citronella-oil 0.14, fennel-oil 0.79, ho-leaf-oil 0.29, marjoram-oil 0.81,
        saffron-absolute 2.02, sage-oil 0.76, spike-lavender-oil 0.45""",
    "simplescents": """allyl-heptanoate 0.103, ambrettolide 1.546, ambrotech 2.318, bacdanol 0.165,
        boisambrene-forte 0.185, canthoxal 0.247, cyclotene 0.309, isoamyl-salicylate 0.124,
        methyl-pamplemousse 0.165, muscenone 2.009, rhubafuran 0.866, violiff 0.927, kohinool 0.618,
        magnolan 0.227, florhydral 0.866, isocyclocitral 0.495, octahydrocoumarin 0.227,
        hivernal-neo 1.298, cis-3-hexenyl-isobutyrate 1.051, floropal 0.185,
        isobutyl-salicylate 0.206""",
    "perfumersworld-dilution": "furaneol 2, benzyl-isoeugenol 1",
}

# Listings of the price table that name another material or another quality than ours.
FOREIGN_LISTINGS = {
    "Nympheal", "Cedrenyl Acetate", "Sandela 85", "Macrolide", "Ambrette Seed Absolute",
    "Styrax Resinoid", "Peru Balsam Resinoid", "Caramel Furanone 0.03%",
}

# Rows that share a CAS number with a priced row of another grade.
UNPRICED = {
    "bergamot-oil-fcf", "lemon-oil-distilled", "lime-oil-expressed", "rose-absolute",
    "basil-oil-estragole", "peru-balsam-crude", "cade-oil-crude", "birch-tar-crude", "cistus-oil",
    "verbena-oil", "styrax-crude",
}

# Vapour pressures in Pa at 25 degrees C of solids that no boiling point gives.
MEASURED_PRESSURES = {"musk-ketone": 4e-5, "musk-xylene": 3e-5}

# Chemicals whose boiling point in catalogue_facts.csv is the Joback value of a lactone.
REJECTED_PRESSURES = {"delta-decalactone"}

# PubChem numbers of chemicals without an intensity curve that have a measured odour threshold.
THRESHOLD_NUMBERS = {"phenol": "996", "styrene": "7501", "delta-3-carene": "26049",
                     "isovaleraldehyde": "11552", "isophorone": "6544"}

# Volume in litres of a mole of gas at 25 degrees C and 1 atm.
MOLAR_VOLUME = 24.465

# Families of the nine-family list of Ohloff, and ours that count as the same super-family.
SUPER_FAMILIES = {
    "Fruity": {"fruity", "citrus", "gourmand"}, "Aldehydic": {"aldehydic"},
    "Herbal": {"aromatic", "green"}, "Marine or Ozony": {"aquatic"},
    "Floral": {"floral", "powdery"}, "Spicy": {"spicy"},
    "Woody": {"woody", "mossy", "amber", "smoky"},
    "Animalic": {"animalic", "musk", "amber", "leather", "smoky"},
    "Balsamic": {"amber", "gourmand", "powdery"},
}


def table(folder, name, delimiter="\t"):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        quoting = csv.QUOTE_MINIMAL if delimiter == "," else csv.QUOTE_NONE
        return list(csv.DictReader(file, delimiter=delimiter, quoting=quoting))


def write(folder, name, header, rows):
    path = os.path.join(folder, name)
    with open(path + ".part", "w", encoding="utf-8") as file:
        for row in [header] + rows:
            file.write("\t".join(row) + "\n")
    os.replace(path + ".part", path)


def valid_cas(number):
    if not re.fullmatch(r"[1-9]\d{1,6}-\d\d-\d", number):
        return False
    digits = number.replace("-", "")
    total = sum((place + 1) * int(digit) for place, digit in enumerate(reversed(digits[:-1])))
    return total % 10 == int(digits[-1])


def price(row):
    """The price in dollars per kilogram of the neat material and its source, or None."""
    value, listing = row["retail_usd_per_kg"], row["price_listing"]
    name = listing.replace(" from PerfumersWorld", "")
    if not value or name in FOREIGN_LISTINGS:
        return None
    strength = re.search(r"([\d.]+)%", name)
    if strength:
        return float(value) / (float(strength.group(1)) / 100), "perfumersworld-dilution"
    return float(value), "perfumersworld"


def listed_prices():
    """Price in dollars per kilogram and source of each material of the further listings."""
    prices = {}
    for source, text in LISTED_DOLLARS_PER_GRAM.items():
        for entry in text.split(","):
            material, dollars = entry.split()
            prices[material] = (float(dollars) * 1000, source)
    return prices


def molecular_weight(formula):
    parts = re.findall(r"([A-Z][a-z]?)(\d*)", formula)
    return sum(ATOMIC_WEIGHTS[element] * int(count or 1) for element, count in parts)


def grain_watson(boiling_point):
    """Vapour pressure in Pa at 25 degrees C of a liquid boiling at `boiling_point` degrees C.

    Modified Grain method with Watson's correlation (Lyman, Handbook of Chemical Property
    Estimation Methods, chapter 14), K_F = 1.06, compressibility 0.97, R in cal/(mol K).
    """
    boiling = boiling_point + 273.15
    reduced = 298.15 / boiling
    power = 0.4133 - 0.2575 * reduced
    shape = 1 - (3 - 2 * reduced) ** power / reduced
    shape -= 2 * power * (3 - 2 * reduced) ** (power - 1) * math.log(reduced)
    heat = 1.06 * (8.75 + 1.987 * math.log(boiling)) / (0.97 * 1.987)
    return 101325 * math.exp(heat * shape)


def further_figures(row, known):
    """Molecular weight and vapour pressure, as (figure, value, source), of a further chemical."""
    rows = []
    if "molecularWeight" not in known:
        weight = molecular_weight(row["formula"])
        rows.append(("molecularWeight", round(weight, 2), "molecular-formula"))
    if "vapourPressure" not in known and row["boilingPoint"]:
        source = {"tabulated": "grain-watson-further", "estimated": "grain-watson-joback",
                  "series": "grain-watson-series"}[row["boilingPointKind"]]
        pressure = float(f"{grain_watson(float(row['boilingPoint'])):.3g}")
        rows.append(("vapourPressure", pressure, source))
    return rows


def odour_threshold(row):
    """Odour threshold in ng per litre of air, from the logarithm of 1 over it in ppm by volume."""
    parts_per_million = 10 ** -float(row["Log (1/ODT)"])
    return float(f"{1000 * parts_per_million * float(row['MolecularWeight']) / MOLAR_VOLUME:.3g}")


def figures(materials, facts, curves, further, thresholds):
    """Rows of figures.tsv: material, figure, value, source."""
    threshold_by_number = {row["CID"]: row for row in thresholds}
    listed = listed_prices()
    further_by_id = {row["id"]: row for row in further}
    assert further_by_id.keys() <= {row["id"] for row in materials}
    assert listed.keys() <= {row["id"] for row in materials}
    by_cas = {row["cas"]: row for row in facts}
    curve_by_cas = {row["CAS"]: row for row in curves}
    rows = []
    for material in materials:
        numbers = material["cas"].split(";")

        def add(figure, value, source):
            rows.append([material["id"], figure, f"{float(value):g}", source])

        fact = by_cas.get(numbers[0])
        if fact:
            if fact["mw"]:
                add("molecularWeight", fact["mw"], "pubchem")
            if fact["xlogp3"]:
                add("logP", fact["xlogp3"], "pubchem")
            if fact["vp25_pa"] and material["id"] not in REJECTED_PRESSURES:
                antoine = fact["vp_source"].startswith("Antoine")
                source = "antoine-yaws" if antoine else "grain-watson"
                add("vapourPressure", fact["vp25_pa"], source)
        found = price(fact) if fact and material["id"] not in UNPRICED else None
        found = listed.get(material["id"], found)
        if found:
            add("dollarsPerKilogram", *found)
        if material["kind"] == "natural":
            continue
        if material["id"] in further_by_id:
            known = {row[1] for row in rows if row[0] == material["id"]}
            for figure in further_figures(further_by_id[material["id"]], known):
                add(*figure)
        if material["id"] in MEASURED_PRESSURES:
            add("vapourPressure", MEASURED_PRESSURES[material["id"]], "ospar-2004")
        if material["id"] in THRESHOLD_NUMBERS:
            row = threshold_by_number[THRESHOLD_NUMBERS[material["id"]]]
            add("odourThreshold", odour_threshold(row), "abraham-2012")
        curve = next((curve_by_cas[n] for n in numbers if n in curve_by_cas), None)
        if curve and float(curve["D"]) > 0:
            add("intensityMax", curve["I_max"], "kao-2019")
            add("intensityC", curve["C"], "kao-2019")
            add("intensityD", curve["D"], "kao-2019")
    return sorted(rows)


def check_materials(materials, annex):
    for row in materials:
        where = row["id"]
        for number in row["cas"].split(";"):
            assert valid_cas(number), (where, number)
        assert not row["annexName"] or row["annexName"] in annex, (where, row["annexName"])
        weights = [part.split(":") for part in row["families"].split()]
        assert all(family in FAMILIES for family, _ in weights), where
        total = sum(float(weight) for _, weight in weights)
        assert abs(total - (0 if row["kind"] == "solvent" else 1)) < 1e-9, where
        usual, highest = float(row["usualPercent"]), float(row["highestPercent"])
        assert 0 <= usual <= highest <= 100 and highest > 0, where
        assert row["usualSource"] in SOURCES and row["highestSource"] in SOURCES, where


# Registry numbers under which the annex lists a chemical we have under another; citral is the sum of
# its isomers where the annex splits it.
ANNEX_CAS = {"7540-51-4": "106-22-9", "106-28-5": "4602-84-0", "141-27-5": "5392-40-5",
             "106-26-3": "5392-40-5", "1319-77-3": "106-44-5", "505-57-7": "6728-26-3",
             "1134-95-8": "97-42-7"}


def annex_shares(rows, chemicals):
    """Shares by name of natural and id of chemical, of the constituents we have."""
    by_number = {}
    for row in rows:
        number = row["constituent_cas"]
        chemical = chemicals.get(number) or chemicals.get(ANNEX_CAS.get(number))
        if chemical:
            key = row["natural"], chemical
            by_number.setdefault(key, {})[number] = float(row["percent_in_natural"])
    return {key: shares.get("5392-40-5") or sum(shares.values())
            for key, shares in by_number.items()}


def check_compositions(compositions, materials, annex_rows):
    by_id = {row["id"]: row for row in materials}
    chemicals = {number: row["id"] for row in reversed(materials) if row["kind"] == "chemical"
                 for number in row["cas"].split(";")}
    annex = annex_shares(annex_rows, chemicals)
    shares = {}
    for row in compositions:
        natural, constituent, where = by_id[row["material"]], row["constituent"], tuple(row.values())
        assert natural["kind"] == "natural" and by_id[constituent]["kind"] == "chemical", where
        known = shares.setdefault(row["material"], {})
        percent = float(row["percent"])
        assert constituent not in known and 0 < percent <= min([100, *known.values()]), where
        known[constituent] = percent
        listed = annex.get((natural["annexName"], constituent))
        assert row["source"] == ("ifra-51-annex" if listed else "judged-composition"), where
        assert not listed or abs(percent - listed) < 1e-6, (where, listed)
    for row in materials:
        if row["kind"] == "natural":
            known = shares.get(row["id"], {})
            assert known and sum(known.values()) <= 100.000001, row["id"]
            listed = {chemical for name, chemical in annex if name == row["annexName"]}
            assert listed <= known.keys(), (row["id"], listed - known.keys())


def check_notes(notes, materials):
    known = {row["id"] for row in materials}
    for row in notes:
        for material in row["materials"].split():
            assert material in known, (row["id"], material)
        weights = [part.split(":") for part in row["families"].split()]
        assert all(family in FAMILIES for family, _ in weights), row["id"]
        assert abs(sum(float(weight) for _, weight in weights) - 1) < 1e-9, row["id"]


def plain(name):
    return re.sub(r"[^a-z0-9]+", " ", name.lower()).strip()


def compare_families(materials, experts):
    """Prints how many materials have one of their families in the experts' super-family."""
    by_name = {}
    for row in materials:
        for name in [row["name"]] + row["synonyms"].split(";"):
            by_name.setdefault(plain(name), row)
    same, primary, other = 0, 0, []
    for expert in experts:
        row = by_name.get(plain(expert["material"]))
        if not row:
            continue
        ours = {part.split(":")[0] for part in row["families"].split()}
        leading = row["families"].split(":")[0]
        primary += leading in SUPER_FAMILIES[expert["family"]]
        if ours & SUPER_FAMILIES[expert["family"]]:
            same += 1
        else:
            other.append(f"{row['id']} ({expert['family']}; {row['families']})")
    print(f"of {same + len(other)} materials Ohloff names, {primary} agree by their first family, "
          f"{same} by any; not: {', '.join(other)}")


def main(facts_folder, tables_folder):
    materials = table(tables_folder, "materials.tsv")
    notes = table(tables_folder, "notes.tsv")
    annex_rows = table(facts_folder, "ifra51_natural_contributions.csv", ",")
    check_materials(materials, {row["natural"] for row in annex_rows})
    check_notes(notes, materials)
    compositions = table(tables_folder, "compositions.tsv")
    check_compositions(compositions, materials, annex_rows)
    facts = table(facts_folder, "catalogue_facts.csv", ",")
    curves = table(facts_folder, "kao_wakayama2019_dose_response.tsv")
    further = table(os.path.dirname(os.path.abspath(__file__)), "further_chemicals.tsv")
    thresholds = table(facts_folder, "abraham2012_odt.csv", ",")
    rows = figures(materials, facts, curves, further, thresholds)
    write(tables_folder, "figures.tsv", ["material", "figure", "value", "source"], rows)
    used = {row[3] for row in rows} | {row["source"] for row in compositions}
    used |= {row[column] for row in materials for column in ("usualSource", "highestSource")}
    sources = [[key, SOURCES[key]] for key in sorted(used)]
    write(tables_folder, "sources.tsv", ["id", "citation"], sources)
    compare_families(materials, table(facts_folder, "expert_families_ohloff.csv", ","))
    print(f"{len(materials)} materials, {len(notes)} notes, {len(compositions)} constituents, "
          f"{len(rows)} figures, {len(sources)} sources")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])

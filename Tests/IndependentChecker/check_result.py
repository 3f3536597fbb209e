#!/usr/bin/env python3
"""Re-checks the legality of results, apart from the program (standard library only).

    check_result.py [--tables FOLDER] [--amendment N] [--add FOLDER] [--category NAME]
        RESULT.json...

A result is a JSON file with formula.lines[].{material,cas,partsPerThousand} and
brief.product.{category,dosagePercent}; either number may stand as {"value": ...}. A line may have
bergaptenPpm, as analysed in its lot. The tables are those of this tree unless --tables names
others; --add names a folder with the files of a further amendment. Judges under the latest
amendment unless --amendment says another, and in the product of the result unless --category names
an IFRA category, such as 5A. Prints every violation and exits with 1 if there is one, 2 if a file
cannot be judged.
"""
import argparse
import json
import os
import re
import sys

TREE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def rows(folder, name):
    with open(os.path.join(folder, name + ".tsv"), encoding="utf-8") as handle:
        lines = [line for line in handle.read().split("\n") if line]
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"))) for line in lines[1:]]


class Rules:
    def __init__(self, folder, added=None, amendment=None):
        def both(name):
            path = added and os.path.join(added, name + ".tsv")
            return rows(folder, name) + (rows(added, name) if path and os.path.exists(path) else [])

        def latest(name, key):
            """The rows that hold: of each key those of the highest set up to the amendment."""
            found = [row for row in both(name) if int(row["set"]) <= self.amendment]
            newest = {}
            for row in found:
                newest[row[key]] = max(newest.get(row[key], 0), int(row["set"]))
            return [row for row in found if int(row["set"]) == newest[row[key]]]

        self.amendment = amendment or max(int(row["number"]) for row in both("amendments"))
        self.standards = {row["id"]: row for row in latest("standards", "id")
                          if row["type"] != "withdrawn"}
        restricted = {name for name, row in self.standards.items() if "restriction" in row["type"]}
        self.limits = {row["standard"]: row for row in latest("limits", "standard")
                       if row["standard"] in restricted}
        self.products = {row["product"]: row for row in rows(folder, "products")}
        self.products.update((row["category"], {"categories": row["category"], "law": row["law"]})
                             for row in rows(folder, "categories"))
        self.materials = {row["id"]: row for row in rows(folder, "materials")}
        self.sums = [row for row in rows(folder, "sums") if row["standard"] in self.standards]
        self.law, self.bans = rows(folder, "law_limits"), rows(folder, "bans")
        self.cas, self.naturals, self.grades, self.parts, self.freed = {}, {}, {}, {}, {}
        for row in latest("standard_cas", "standard"):
            self.cas.setdefault(row["standard"], set()).add(row["cas"])
        for row in rows(folder, "members"):
            where = self.naturals if row["kind"] == "natural" else self.cas
            where.setdefault(row["of"], set()).add(row["key"])
        for row in self.law:
            if row["joins"] not in self.standards.keys() | {entry["id"] for entry in self.sums}:
                row["joins"] = ""
            self.cas.setdefault(row["joins"], set()).update(row["cas"].split(";"))
        for row in rows(folder, "grades"):
            self.grades.setdefault(row["standard"], []).append(row)
        for row in latest("contributions", "natural"):
            inside = self.parts.setdefault(row["natural"], {})
            inside[row["cas"]] = max(inside.get(row["cas"], 0), float(row["percent"]))
        for row in rows(folder, "schiff_bases"):
            self.freed.setdefault(row["cas"], {})[row["released"]] = float(row["percent"])
        # An analysed lot counts with its bergapten, not for the oil it is.
        self.oils = {name for row in self.sums if row["kind"] == "fractions"
                     for name in row["members"].split()}
        self.families = {row["standard"] for row in self.sums if row["kind"] == "fractions"}

    def forbidden(self, standard):
        row = self.standards[standard]
        return "prohibition" in row["type"] and (
            standard not in self.limits or row["scope"] == "traces")

    def decision(self, standard, line):
        if not (line["natural"] in self.naturals.get(standard, ())
                or self.cas.get(standard, set()) & line["cas"]):
            return None
        if standard not in self.grades:
            return "prohibited" if self.forbidden(standard) else "applies"
        for text in (line["grade"], line["natural"]):
            words = set(re.split(r"[^a-z0-9-]+", text.lower()))
            for rule in self.grades[standard]:
                if words & set(rule["words"].split()):
                    return rule["decision"]
        wild = any(rule["words"] == "*" for rule in self.grades[standard])
        return "applies" if wild else "unknown"

    def inside(self, numbers, line):
        """Percent of a line that is one of the substances, by constituents."""
        parts = dict(self.parts.get(line["natural"], {}))
        for cas in line["cas"] & set(self.freed):
            for released, percent in self.freed[cas].items():
                parts[released] = max(parts.get(released, 0), percent)
        return min(100, sum(percent for cas, percent in parts.items() if cas in numbers))

    def lowest(self, standard, joins, product):
        cells = [self.limits[standard][name] for name in product["categories"].split()] \
            if standard in self.limits else []
        found = [0.0 if cell == "prohibited" else float(cell) for cell in cells if cell != "free"]
        found += [float(row["percent"]) for row in self.law if row["joins"] == joins
                  and product["law"] and product["law"] in row["classes"].split()]
        return min(found, default=None)

    def violations(self, product, dosage, lines):
        product = self.products[product]
        found, amounts = [], {}

        def over(name, amount, limit):
            if limit is not None and amount > limit * (1 + 1e-9):
                found.append(f"{name}: {amount:.6g} % of the product, limit {limit:g} %")

        for standard, row in self.standards.items():
            amounts[standard] = 0.0
            bare = dict(product, law="")
            for line in lines:
                if line["bergaptenPpm"] is not None and standard in self.oils | self.families:
                    if standard in self.families:
                        amounts[standard] += \
                            line["bergaptenPpm"] / 1e4 * line["fraction"] * dosage / 100
                    continue
                decision = self.decision(standard, line)
                within = self.inside(self.cas.get(standard, set()), line)
                share = 100 if decision == "applies" else within
                amounts[standard] += share * line["fraction"] * dosage / 100
                limited = self.lowest(standard, standard, bare) is not None
                outright = self.forbidden(standard) and standard not in self.limits
                if decision == "prohibited" \
                        or decision == "unknown" and ("prohibition" in row["type"] or limited) \
                        or outright and standard not in self.grades and within > 0:
                    found.append(f"{standard} {row['name']}: {line['name']} is refused")
            if standard in self.limits:
                over(f"{standard} {row['name']}", amounts[standard],
                     self.lowest(standard, standard, product))
        for row in self.sums:
            members = row["members"].split()
            if row["kind"] == "sum":
                over(f"{row['standard']} {row['name']}",
                     sum(amounts.get(name, 0) for name in members),
                     self.lowest(row["standard"], row["id"], product))
            else:
                bounds = [(amounts.get(name, 0), self.lowest(name, "-", product))
                          for name in members + [row["standard"]]]
                total = sum(amount / limit for amount, limit in bounds if limit)
                if total > 1 + 1e-9:
                    found.append(f"{row['standard']} {row['name']}: {100 * total:.6g} % of the "
                                 "limits together")
        for row in self.law:
            if not row["joins"] and product["law"] in row["classes"].split():
                numbers = set(row["cas"].split(";"))
                amount = sum(
                    (100 if line["cas"] & numbers else self.inside(numbers, line))
                    * line["fraction"] * dosage / 100 for line in lines)
                over(f"{row['basis']} {row['substance']}", amount, float(row["percent"]))
        for row in self.bans:
            for line in lines:
                freed = {part for cas in line["cas"] & set(self.freed) for part in self.freed[cas]}
                if row["cas"] in line["cas"] | freed:
                    found.append(f"{row['basis']} {row['substance']}: {line['name']} is refused")
        return found


def plain(value):
    return value.get("value") if isinstance(value, dict) else value


def read_formulas(path):
    """The formula of a file and, of a result, its alternatives, each with its product."""
    with open(path, encoding="utf-8") as handle:
        result = json.load(handle)
    product = result["brief"]["product"] if "brief" in result else result["product"]
    formulas = [result.get("formula", result)]
    formulas += [item["formula"] for item in result.get("alternatives", [])]
    return product, formulas


def read_lines(formula, rules):
    lines = []
    for entry in formula["lines"]:
        material = rules.materials.get(entry.get("material", ""), {})
        cas = entry.get("cas") or material.get("cas", "").split(";")
        cas = {cas} if isinstance(cas, str) else set(cas)
        if not material and not cas - {""}:
            raise ValueError(f"a line has neither a known material nor a CAS number: {entry}")
        lines.append({
            "name": entry.get("material") or entry.get("name") or ", ".join(sorted(cas)),
            "cas": cas | set(material.get("cas", "").split(";")) - {""},
            "natural": material.get("annexName", ""),
            "grade": entry.get("grade") or material.get("grade", ""),
            "fraction": float(entry["partsPerThousand"]),
            "bergaptenPpm": entry.get("bergaptenPpm")})
    lines = [line for line in lines if line["fraction"] > 0]
    total = sum(line["fraction"] for line in lines)
    for line in lines:
        line["fraction"] /= total
    return lines


def main():
    parser = argparse.ArgumentParser(description="Re-check the legality of results.")
    parser.add_argument("--tables", default=os.path.join(TREE, "Sources/PerfumeryTables/tables"))
    parser.add_argument("--add", help="folder of a further amendment")
    parser.add_argument("--amendment", type=int)
    parser.add_argument("--category", help="an IFRA category in place of the product")
    parser.add_argument("results", nargs="+")
    arguments = parser.parse_args()
    rules = Rules(arguments.tables, arguments.add, arguments.amendment)
    status = 0
    for path in arguments.results:
        try:
            product, formulas = read_formulas(path)
            category = arguments.category or plain(product["category"])
            dosage = float(plain(product["dosagePercent"]))
            found = [violation for formula in formulas
                     for violation in rules.violations(category, dosage, read_lines(formula, rules))]
        except (OSError, ValueError, KeyError, TypeError) as problem:
            print(f"{path}: cannot be judged: {problem!r}", file=sys.stderr)
            status = 2
            continue
        for violation in found:
            print(f"{path}: {violation}")
        status = max(status, 1 if found else 0)
    return status


if __name__ == "__main__":
    sys.exit(main())

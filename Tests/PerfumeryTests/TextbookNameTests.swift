import Testing

@testable import Perfumery

/// Names as textbooks, suppliers and perfumers write them.
@Suite struct TextbookNameTests {
  let catalogue: Catalogue

  init() throws {
    catalogue = try Catalogue.builtIn()
  }

  @Test(arguments: [
    ("Phenylethyl alcohol", "phenethyl-alcohol"), ("2-Phenylethanol", "phenethyl-alcohol"),
    ("Aldehyde C8", "octanal"), ("Aldehyde C9", "nonanal"), ("Aldehyde C10", "decanal"),
    ("Aldehyde C-12 MNA", "aldehyde-c12-mna"), ("10-Undecenal", "undecylenic-aldehyde"),
    ("Amylcinnamic aldehyde", "amyl-cinnamal"), ("Hexylcinnamic aldehyde", "hexyl-cinnamal"),
    ("Dimethyl benzyl carbinyl acetate", "dmbca"), ("Heliotropine", "heliotropin"),
    ("iso-Eugenyl acetate", "acetyl-isoeugenol"), ("Benzyl iso-eugenol", "benzyl-isoeugenol"),
    ("iso-Amyl salicylate", "isoamyl-salicylate"), ("Aurantiol", "aurantiol"),
    ("iso-Butyl phenylacetate", "isobutyl-phenylacetate"),
    ("Linalyl cinnamate", "linalyl-cinnamate"),
    ("gamma-Methyl ionone", "alpha-isomethyl-ionone"), ("Methyl nonylenate", "methyl-nonylenate"),
    ("Bergamot oil FCF", "bergamot-oil-fcf"), ("Bergamot oil", "bergamot-oil-expressed"),
    ("Bergamot oil furanocoumarin-free", "bergamot-oil-fcf"), ("Lemon oil", "lemon-oil-expressed"),
    ("Sandalwood oil E.I.", "sandalwood-oil"), ("Vetivert oil Bourbon", "vetiver-oil"),
    ("Oakmoss absolute decolourised", "oakmoss-absolute"), ("Patchouli oil light", "patchouli-oil"),
    ("Lavender oil French", "lavender-oil"), ("Geranium oil Bourbon", "geranium-oil"),
    ("Petitgrain oil Bigarade", "petitgrain-oil"), ("Benzoin resinoid Siam", "benzoin-resinoid"),
    ("Musk ketone", "musk-ketone"), ("Civet", "civet-absolute"), ("Orris", "orris-butter"),
    ("Cassia oil", "cassia-oil"), ("Artemisia oil", "armoise-oil"), ("Oxane", "oxane"),
    ("Cedrene", "alpha-cedrene"), ("Rhodinol", "rhodinol"),
    ("Dimethyl octanol", "tetrahydrogeraniol"),
    ("Rose otto", "rose-oil"), ("jasmin Sambac abs.", "jasmine-sambac-absolute"),
    ("labdanum res.", "labdanum-absolute"), ("6-isobutylquinoline", "isobutyl-quinoline"),
  ])
  func `A textbook's name finds the material`(name: String, id: String) throws {
    #expect(try catalogue.find(name: name).id.rawValue == id)
  }

  @Test(arguments: [
    ("Musk T (ethylene brassylate)", "ethylene-brassylate"), ("Florol/Florosa", "florol"),
    ("Aldehyde C14 peach (gamma-undecalactone)", "gamma-undecalactone"),
    ("Agrumex (Verdox)", "verdox"), ("Styrax (crude)", "styrax-crude"),
    ("(-)-Ambrox/Ambroxan", "ambroxan"),
    ("Isoraldeine (gamma-methyl ionone)", "alpha-isomethyl-ionone"),
    ("Phenylacetaldehyde (in phenylethyl alcohol)", "phenylacetaldehyde"),
  ])
  func `Two names of one material find it together`(name: String, id: String) throws {
    #expect(try catalogue.find(name: name).id.rawValue == id)
  }

  @Test(arguments: [
    "Rose base", "Jasmin base", "Neroli oil reconstituted", "Civet base", "Musks",
    "Citral (Hedione)", "Rose oil (synthetic)", "Basil oil/Hedione",
  ])
  func `A compound, a remark and two different materials stay unknown`(name: String) {
    #expect(throws: CatalogueError.self) { try catalogue.find(name: name) }
  }

  @Test(arguments: [
    ("BETA-IONONE", "β-Ionone"), ("beta ionone", "betaionone"), ("iso-Amyl", "isoamyl"),
    ("Vétiver", "vetiver"), ("Chêne", "chene"), ("γ-Decalactone", "gamma decalactone"),
    ("narcisse abs.", "Narcissus Absolute"), ("파출리 오일", "파출리오일"),
  ])
  func `Spellings of one name are the same`(left: String, right: String) {
    #expect(Catalogue.plainName(left) == Catalogue.plainName(right))
    #expect(!Catalogue.plainName(left).isEmpty)
  }

  @Test(arguments: [("alpha-Ionone", "β-Ionone"), ("p-Cresol", "o-Cresol"), ("C-11", "C-12")])
  func `Names of different materials stay apart`(left: String, right: String) {
    #expect(Catalogue.plainName(left) != Catalogue.plainName(right))
  }

  @Test func `A shared CAS number alone means the material without a grade`() throws {
    #expect(try catalogue.find(cas: ["8006-81-3"]).id.rawValue == "ylang-ylang-oil")
    let extra = try catalogue.find(cas: ["8006-81-3"], name: "Ylang oil extra")
    #expect(extra.id.rawValue == "ylang-ylang-oil-extra")
    let graded = try catalogue.find(cas: ["8006-81-3"], grade: "extra")
    #expect(graded == extra)
  }
}

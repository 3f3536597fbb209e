// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A module of ours with its tests; arrows of import point down only (the tidy test holds a table).
func module(
  _ name: String, _ dependencies: [Target.Dependency] = [],
  tests testDependencies: [Target.Dependency] = [], excluding excluded: [String] = []
) -> [Target] {
  // Property tests draw from seeds; these have the generator already.
  let seeds: [Target.Dependency] =
    ["FormulaPolicy", "FormulaSearch", "ParetoSearch", "PolicyLearning", "SeededRandom"]
      .contains(name)
    ? [] : ["SeededRandom"]
  return [
    .target(name: name, dependencies: dependencies, swiftSettings: strict),
    .testTarget(
      name: "\(name)Tests",
      dependencies: [.byName(name: name)] + dependencies + testDependencies + seeds,
      exclude: excluded, swiftSettings: strict),
  ]
}

func product(_ name: String, of package: String) -> Target.Dependency {
  .product(name: name, package: package)
}

let argumentParser = product("ArgumentParser", of: "swift-argument-parser")
let asyncHTTPClient = product("AsyncHTTPClient", of: "async-http-client")
let crypto = product("Crypto", of: "swift-crypto")
let grdb = product("GRDB", of: "GRDB.swift")
let httpTypes = product("HTTPTypes", of: "swift-http-types")
let hummingbird = product("Hummingbird", of: "hummingbird")
let hummingbirdCore = product("HummingbirdCore", of: "hummingbird")
let lifecycle = product("ServiceLifecycle", of: "swift-service-lifecycle")
let signals = product("UnixSignals", of: "swift-service-lifecycle")
let logging = product("Logging", of: "swift-log")
let coreMetrics = product("CoreMetrics", of: "swift-metrics")
let nioCore = product("NIOCore", of: "swift-nio")
let nioFoundation = product("NIOFoundationCompat", of: "swift-nio")
let nioHTTP = product("NIOHTTP1", of: "swift-nio")
let nioHTTPTypes = product("NIOHTTPTypes", of: "swift-nio-extras")
let nioPosix = product("NIOPosix", of: "swift-nio")

// Level 0: plain values and texts.
let level0: [Target] =
  [
    .systemLibrary(name: "CLibYaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .target(name: "BriefLexicon", exclude: ["tables"]),
    .target(
      name: "BenchmarkReport", path: "Tests/BenchmarkReport", exclude: ["peer_environment.py"],
      swiftSettings: strict),
    .target(name: "GoldenFiles", path: "Tests/GoldenFiles", swiftSettings: strict),
    .target(name: "OdourKernels"),
    .target(name: "PolicyKernels"),
    .target(name: "PerfumeryTables", exclude: ["generate", "tables"]),
    .target(
      name: "SpoolSQLite", exclude: ["sql"], linkerSettings: [.linkedLibrary("sqlite3")]),
  ]
  // Looked at only with the trait MPI, which alone needs libopenmpi.
  + [.systemLibrary(name: "CMPI", pkgConfig: "ompi", providers: [.apt(["libopenmpi-dev"])])]
  + module("SeededRandom")
  + module("Spelling")
  + module("Perfumery", ["PerfumeryTables", "Spelling"])
  + module("StrictJSON", ["Spelling"])

// Level 1: one field of knowledge each.
let level1: [Target] =
  module("BriefReading", ["BriefLexicon", "Perfumery"])
  + module("FormulaRules", ["Perfumery", "PerfumeryTables"], tests: ["IndependentChecker"])
  + module("JobSpool", ["SpoolSQLite", crypto, grdb, logging])
  + module("OdourModel", ["OdourKernels", "Perfumery"], excluding: ["tables"])
  + module("ParetoSearch", ["SeededRandom"], tests: ["ReferenceProblems"])
  + module("PolicyLearning", ["PolicyKernels", "SeededRandom"], tests: ["ReferenceWorlds"])
  + module("StabilityRules", ["Perfumery", "PerfumeryTables"])
  + module(
    "LanguageModels", [asyncHTTPClient, nioCore, nioFoundation, nioHTTP, nioPosix],
    excluding: ["run_llama_server.py"])
  + module(
    "Monitoring",
    [
      "StrictJSON", coreMetrics, httpTypes, hummingbird, hummingbirdCore, lifecycle, logging,
      nioCore,
    ], tests: [nioPosix])
  + [
    .target(
      name: "IndependentChecker", path: "Tests/IndependentChecker", exclude: ["check_result.py"]),
    .target(
      name: "ReferenceProblems", dependencies: ["ParetoSearch"], path: "Tests/ReferenceProblems",
      swiftSettings: strict),
    .target(
      name: "ReferenceWorlds", dependencies: ["PolicyLearning", "SeededRandom"],
      path: "Tests/ReferenceWorlds", swiftSettings: strict),
  ]

// Level 2: what is made of them.
let level2: [Target] =
  module("FormulaAppraisal", ["OdourModel", "Perfumery"])
  + module(
    "ModelEnsemble",
    ["BriefReading", "LanguageModels", "Perfumery", "StrictJSON"],
    tests: ["GoldenFiles", nioCore, nioHTTP, nioPosix], excluding: ["golden"])
  + module("JobDocuments", ["JobSpool", "Perfumery", "StrictJSON"])
  + module("ResultArchive", ["CZstd", "JobSpool", crypto])

// Level 2 still: what stays of training.
let training: [Target] =
  module(
    "MessagePassing",
    ["PolicyLearning", .target(name: "CMPI", condition: .when(traits: ["MPI"]))])
  + module(
    "CheckpointArchive", ["JobSpool", "PolicyLearning", "ResultArchive", "StrictJSON"],
    tests: ["ReferenceWorlds"])
  + module(
    "TrainingCurves", ["JobSpool", "PolicyLearning"],
    excluding: ["read_events.py", "run_tensorboard.py"])
  + module(
    "TrainingRuns", ["CheckpointArchive", "JobSpool", "PolicyLearning", "TrainingCurves"],
    tests: ["ReferenceWorlds"])

// Level 3: the search, then in and out.
let level3: [Target] =
  module(
    "FormulaSearch",
    [
      "FormulaAppraisal", "FormulaRules", "OdourModel", "ParetoSearch", "Perfumery", "SeededRandom",
    ])
  + module(
    "FormulaPolicy",
    [
      "FormulaAppraisal", "FormulaRules", "FormulaSearch", "OdourModel", "ParetoSearch",
      "Perfumery", "PolicyLearning", "SeededRandom",
    ])
  + module(
    "FormulaSheets", ["FormulaRules", "Perfumery", "StabilityRules"],
    tests: ["GoldenFiles", "JobDocuments"], excluding: ["golden"])
  + module(
    "ResultDocuments",
    [
      "FormulaAppraisal", "FormulaRules", "FormulaSearch", "ModelEnsemble", "OdourModel",
      "Perfumery", "StabilityRules", "StrictJSON",
    ])
  + module(
    "JobAPI",
    [
      "JobDocuments", "JobSpool", "Monitoring", "Perfumery", "StrictJSON", httpTypes, hummingbird,
      hummingbirdCore, lifecycle, logging, nioCore, nioHTTP, nioHTTPTypes,
    ], tests: [coreMetrics, nioPosix])
  + module(
    "JobWorker",
    [
      "BriefReading", "CheckpointArchive", "FormulaAppraisal", "FormulaPolicy", "FormulaRules",
      "FormulaSearch", "FormulaSheets", "JobDocuments", "JobSpool", "ModelEnsemble", "Monitoring",
      "Perfumery", "PolicyLearning", "ResultArchive", "ResultDocuments", "StabilityRules",
      "StrictJSON",
      "TrainingCurves", "TrainingRuns", lifecycle, logging,
    ])

// Level 4 and 5: settings and the program.
let level5: [Target] =
  module(
    "Settings", ["CLibYaml", "Perfumery", "Spelling"], tests: ["GoldenFiles"],
    excluding: ["golden"])
  + [
    .executableTarget(
      name: "fragrance",
      dependencies: [
        "BriefLexicon", "BriefReading", "CheckpointArchive", "FormulaAppraisal", "FormulaPolicy",
        "FormulaRules", "FormulaSearch", "FormulaSheets", "PolicyLearning", "TrainingCurves",
        "TrainingRuns", "JobAPI", "JobDocuments", "JobSpool", "JobWorker", "LanguageModels",
        "MessagePassing", "ModelEnsemble", "Monitoring", "OdourModel", "Perfumery",
        "PerfumeryTables", "ResultArchive", "ResultDocuments", "Settings", "Spelling",
        "StabilityRules", "StrictJSON", argumentParser, asyncHTTPClient, lifecycle, logging,
        nioCore, nioHTTP, signals,
      ], swiftSettings: strict),
    .executableTarget(
      name: "perfumery-benchmark",
      dependencies: [
        "BenchmarkReport", "BriefReading", "FormulaAppraisal", "FormulaRules", "FormulaSearch",
        "OdourModel", "ParetoSearch",
        "Perfumery", "ReferenceProblems", "SeededRandom", argumentParser,
      ],
      path: "Tests/PerfumeryBenchmark", exclude: ["peers.py"], swiftSettings: strict),
    .executableTarget(
      name: "learning-benchmark",
      dependencies: [
        "BenchmarkReport", "CheckpointArchive", "PolicyKernels", "PolicyLearning",
        "ReferenceWorlds", "StrictJSON", argumentParser,
      ],
      path: "Tests/LearningBenchmark", exclude: ["peers.py", "pufferlib_peer.py"],
      swiftSettings: strict),
    .testTarget(name: "TidyTests", swiftSettings: strict),
    .testTarget(name: "EndToEndTests", dependencies: ["StrictJSON"], swiftSettings: strict),
  ]

let package = Package(
  name: "fragrance-ai",
  products: [.executable(name: "fragrance", targets: ["fragrance"])],
  traits: [
    .trait(name: "MPI", description: "Training on several machines; needs libopenmpi-dev.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    // Without its traits Hummingbird needs neither a configuration library nor full Foundation.
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: level0 + level1 + level2 + training + level3 + level5
)

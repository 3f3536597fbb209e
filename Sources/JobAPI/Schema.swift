import JobDocuments
import JobSpool
import Perfumery
import StrictJSON

/// The JSON schemas of bodies (JSON Schema 2020-12, as OpenAPI 3.1 takes them).
enum Schema: String, CaseIterable, Sendable {
  case brief = "Brief"
  case training = "Training"
  case job = "Job"
  case jobList = "JobList"
  case result = "Result"
  case health = "Health"
  case problem = "Problem"
  case document = "Document"
  case text = "Text"

  var reference: JSONValue { ["$ref": .string("#/components/schemas/\(rawValue)")] }

  var definition: JSONValue {
    switch self {
    case .brief: Self.briefDefinition
    case .training: Self.trainingDefinition
    case .job: Self.jobDefinition
    case .jobList:
      Self.object(
        ["jobs": ["type": "array", "items": Self.job.reference], "next": ["type": "string"]],
        required: ["jobs"])
    case .result:
      [
        "type": "object", "required": ["schema", "job", "configuration"],
        "description": "A document of the schema fragrance.result/1 or fragrance.training/1.",
      ]
    case .health:
      Self.object(
        [
          "status": Self.choice(["healthy", "unhealthy"]),
          "services": [
            "type": "object",
            "additionalProperties": Self.choice(["healthy", "unhealthy"]),
          ],
          "reasons": ["type": "array", "items": ["type": "string"]],
          "version": ["type": "string"],
        ], required: ["status", "services"])
    case .problem: Self.problemDefinition
    case .document: ["type": "object", "required": ["openapi", "info", "paths"]]
    case .text: ["type": "string"]
    }
  }

  static let jobIDValue: JSONValue = [
    "type": "string",
    "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$",
  ]

  private static let moment: JSONValue = ["type": "string", "format": "date-time"]

  private static let briefDefinition: JSONValue = {
    let dosages = JobDocument.dosagePercents
    return nullable(
      [
        "text": [
          "type": "string", "minLength": 1, "maxLength": 2000,
          "pattern": #"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]*$"#,
          "description": "At least one letter or digit of any script.",
        ],
        "kind": ["const": "brief"],
        "schema": ["const": .string(JobDocument.schema)],
        "mode": choice(BriefMode.allCases.map(\.rawValue)),
        "language": choice(["ko", "en"]),
        "seed": integer(0...JobDocument.largestSeed),
        "product": nullable(
          [
            "category": choice(ProductCategory.allCases.map(\.rawValue)),
            "dosagePercent": [
              "type": "number", "minimum": .number(dosages.lowerBound),
              "maximum": .number(dosages.upperBound),
            ],
          ], atLeastOne: true),
        "alternatives": integer(JobDocument.alternativeCounts),
        "priority": integer(JobDocument.priorities),
        "runAt": moment,
        "maxAttempts": integer(JobDocument.attemptCounts),
      ], required: "text")
  }()

  private static let trainingDefinition = nullable(
    [
      "kind": ["const": .string(JobKind.trainRL.rawValue)],
      "schema": ["const": .string(JobDocument.schema)],
      "algorithm": choice(TrainingAlgorithm.allCases.map(\.rawValue)),
      "seed": integer(0...JobDocument.largestSeed),
      "totalSteps": integer(TrainingOrder.totalStepCounts),
      "iterations": integer(TrainingOrder.iterationCounts),
      "stepsPerIteration": integer(TrainingOrder.stepsPerIterationCounts),
      "n_iterations": synonym("iterations", TrainingOrder.iterationCounts),
      "n_steps_per_iteration": synonym("stepsPerIteration", TrainingOrder.stepsPerIterationCounts),
      "environments": integer(TrainingOrder.environmentCounts),
      "ingredients": integer(TrainingOrder.ingredientCounts),
      "batchSize": integer(TrainingOrder.batchSizes),
      "epochs": integer(TrainingOrder.epochCounts),
      "learningRate": number(TrainingOrder.learningRates),
      "discount": number(TrainingOrder.parts),
      "traceDecay": number(TrainingOrder.parts),
      "clipRange": number(TrainingOrder.clipRanges),
      "targetKL": number(TrainingOrder.targetKLs),
      "entropy": number(TrainingOrder.parts),
      "hiddenUnits": integer(TrainingOrder.hiddenUnitCounts),
      "hiddenLayers": integer(TrainingOrder.hiddenLayerCounts),
      "priority": integer(JobDocument.priorities),
      "runAt": moment,
      "maxAttempts": integer(JobDocument.attemptCounts),
    ])

  private static let jobDefinition = object(
    [
      "id": jobIDValue, "kind": choice(JobKind.allCases.map(\.rawValue)),
      "queue": choice(JobQueue.allCases.map(\.rawValue)),
      "state": choice(JobState.allCases.map(\.rawValue)),
      "priority": integer(JobDocument.priorities), "attempt": ["type": "integer", "minimum": 0],
      "maxAttempts": ["type": "integer", "minimum": 1], "runAt": moment, "createdAt": moment,
      "startedAt": moment, "finishedAt": moment,
      "progress": object(
        ["fraction": ["type": "number", "minimum": 0, "maximum": 1], "stage": ["type": "string"]],
        required: ["fraction", "stage"]),
      "error": object(
        ["code": ["type": "string"], "message": ["type": "string"]], required: ["code", "message"]),
      "result": object(
        ["byteCount": ["type": "integer"], "sha256": ["type": "string"]],
        required: ["byteCount", "sha256"]),
      "cancellationRequested": ["type": "boolean"], "pruned": ["type": "boolean"],
      "payload": ["type": "object"],
      "links": ["type": "object", "additionalProperties": ["type": "string"]],
    ],
    required: [
      "id", "kind", "queue", "state", "priority", "attempt", "maxAttempts", "runAt", "createdAt",
      "cancellationRequested", "pruned", "links",
    ])

  private static let problemDefinition: JSONValue = [
    "type": "object", "description": "Problem details as in RFC 9457.",
    "required": ["type", "title", "status", "detail"],
    "properties": [
      "type": choice(Problem.Kind.allCases.map { "/problems/\($0.rawValue)" }),
      "title": ["type": "string"], "status": ["type": "integer"], "detail": ["type": "string"],
      "field": ["type": "string", "description": "JSON Pointer, header name or ?query."],
      "found": ["type": "string"], "allowed": ["type": "string"],
      "line": ["type": "integer"], "column": ["type": "integer"],
    ],
  ]

  private static func choice(_ names: [String]) -> JSONValue {
    ["type": "string", "enum": .array(names.map { .string($0) })]
  }

  private static func integer(_ range: ClosedRange<Int>) -> JSONValue {
    ["type": "integer", "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound)]
  }

  private static func synonym(_ name: String, _ range: ClosedRange<Int>) -> JSONValue {
    [
      "type": "integer", "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound),
      "deprecated": true, "description": .string("Another name of \(name)."),
    ]
  }

  private static func number(_ range: ClosedRange<Double>) -> JSONValue {
    [
      "type": "number", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound),
    ]
  }

  private static func object(_ members: [String: JSONValue], required: [String]) -> JSONValue {
    [
      "type": "object", "additionalProperties": false, "properties": .object(members),
      "required": .array(required.map { .string($0) }),
    ]
  }

  /// An object of a request, whose members may all be null instead of absent but one.
  private static func nullable(
    _ members: [String: JSONValue], required: String? = nil, atLeastOne: Bool = false
  ) -> JSONValue {
    var properties: [String: JSONValue] = [:]
    for (name, schema) in members {
      let optional: JSONValue = ["anyOf": [schema, ["type": "null"]]]
      properties[name] = name == required ? schema : optional
    }
    var definition: [String: JSONValue] = [
      "type": "object", "additionalProperties": false, "properties": .object(properties),
    ]
    if let required { definition["required"] = [.string(required)] }
    if atLeastOne {
      definition["anyOf"] = .array(
        members.keys.sorted().map { name in
          [
            "required": [.string(name)],
            "properties": .object([name: ["not": ["type": "null"]]]),
          ]
        })
    }
    return .object(definition)
  }
}

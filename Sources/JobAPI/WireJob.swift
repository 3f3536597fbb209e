import JobDocuments
import JobSpool
import StrictJSON

/// A job as clients see it. The lease stays inside: it names processes and hosts.
struct WireJob {
  let job: Job

  init(_ job: Job) {
    self.job = job
  }

  /// Everything, with the document that was handed in.
  var full: JSONValue {
    var members = common
    // A payload that is not JSON was put there by another program; the job is shown without it.
    if let node = try? JSONParser.parse(Array(job.payload.utf8)) {
      members["payload"] = node.value
    }
    return .object(members)
  }

  /// For lists and events.
  var summary: JSONValue { .object(common) }

  private var common: [String: JSONValue] {
    let address = "/v1/jobs/\(job.id)"
    var members: [String: JSONValue] = [
      "id": .string(job.id.rawValue), "kind": .string(job.kind.rawValue),
      "queue": .string(job.queue.rawValue), "state": .string(job.state.rawValue),
      "priority": .int(job.priority), "attempt": .int(job.attempt),
      "maxAttempts": .int(job.maxAttempts), "runAt": .string(job.runAt.rfc3339),
      "createdAt": .string(job.createdAt.rfc3339),
      "cancellationRequested": .bool(job.cancellationRequested), "pruned": .bool(job.isPruned),
      "links": [
        "self": .string(address), "result": .string("\(address)/result"),
        "events": .string("\(address)/events"),
      ],
    ]
    members["startedAt"] = job.startedAt.map { .string($0.rfc3339) }
    members["finishedAt"] = job.finishedAt.map { .string($0.rfc3339) }
    members["progress"] = job.progress.map {
      ["fraction": .number($0.fraction), "stage": .string($0.stage)]
    }
    members["error"] = job.failure.map {
      ["code": .string($0.code), "message": .string($0.message)]
    }
    members["result"] = job.result.map {
      ["byteCount": .int($0.byteCount), "sha256": .string($0.sha256)]
    }
    return members
  }
}

/// What one rollout gathers: a row for each environment and step, in the order of the steps.
///
/// A row holds the observation, the action and four numbers, and is read as a whole when
/// minibatches are drawn. One more step of observations is kept: those after the last.
final class SampleTable {
  /// The four numbers at the end of a row.
  enum Column: Int {
    case logProbability, value, advantage, target
  }

  let environmentCount: Int
  let length: Int
  let observationSize: Int
  let actionWidth: Int

  /// Floats an action takes in a row, padding included.
  let actionStride: Int
  let maskCount: Int

  /// Floats from one row to the next.
  let stride: Int
  let rows: FloatBuffer

  /// Of each row's step; raw, until they are scaled.
  let rewards: FloatBuffer

  /// Value of the last state of an episode that was cut off in a row's step, else 0.
  let cutValues: FloatBuffer

  /// 0 while an episode goes on, 1 where it terminated, 2 where it was truncated.
  let ends: Buffer<UInt8>
  let masks: Buffer<UInt8>

  init(settings: LearnerSettings, observationSize: Int, action: ActionSpace) {
    environmentCount = settings.environmentCount
    length = settings.rolloutLength
    self.observationSize = observationSize
    actionWidth = action.width
    if case .continuous = action {
      actionStride = action.outputStride
    } else {
      actionStride = action.width
    }
    maskCount = action.maskCount
    stride = (observationSize + actionStride + 4).roundedUpToLine
    let count = settings.samplesPerUpdate
    rows = FloatBuffer(count: (count + environmentCount) * stride)
    rewards = FloatBuffer(count: count)
    cutValues = FloatBuffer(count: count)
    ends = Buffer(count: count)
    masks = Buffer(count: (count + environmentCount) * maskCount)
  }

  var count: Int { environmentCount * length }

  /// Floats of a row that mean something.
  var width: Int { observationSize + actionStride + 4 }

  func observation(_ row: Int) -> UnsafeMutablePointer<Float> { rows.start + row * stride }

  func action(_ row: Int) -> UnsafeMutablePointer<Float> {
    rows.start + row * stride + observationSize
  }

  func cell(_ column: Column, _ row: Int) -> UnsafeMutablePointer<Float> {
    rows.start + row * stride + observationSize + actionStride + column.rawValue
  }

  /// Where an environment describes the state of a row.
  func view(_ row: Int) -> EnvironmentView {
    EnvironmentView(observation: observation(row), mask: masks.start + row * maskCount)
  }
}

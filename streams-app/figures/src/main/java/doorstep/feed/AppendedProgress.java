// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.avro.Progress;
import java.time.Instant;

/**
 * The latest row of a part of the pipeline.
 *
 * @param appended its append time
 */
public record AppendedProgress(Progress row, Instant appended) {}

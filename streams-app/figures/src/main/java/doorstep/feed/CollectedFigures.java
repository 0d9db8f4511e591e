// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.rows.RowStore;

/**
 * What the topics held at one moment.
 *
 * @param rows those that were wanted
 * @param skipped records that another program wrote
 */
public record CollectedFigures(RowStore rows, PipelineState pipeline, long skipped) {}

// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

/**
 * A cell of which a row changed.
 *
 * @param topic without prefix, such as {@code visit-counts}
 * @param window kind of window, such as {@code MONTH}
 */
public record ChangedCell(String topic, String unit, String window) {}

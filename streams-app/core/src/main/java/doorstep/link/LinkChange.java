// SPDX-License-Identifier: Apache-2.0
package doorstep.link;

/**
 * An entry that is added, or one with the same key that is removed.
 *
 * @param linkEntry if removed, its key only
 */
public record LinkChange(LinkEntry linkEntry, boolean comes) {}

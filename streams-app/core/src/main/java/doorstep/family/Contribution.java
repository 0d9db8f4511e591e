// SPDX-License-Identifier: Apache-2.0
package doorstep.family;

import doorstep.tally.Tally;

/**
 * The counts that one event adds to one family at one minute.
 *
 * @param minute since the epoch, UTC
 * @param facet which figure of the family; empty if there is only one
 */
public record Contribution(long minute, String facet, Tally tally) {}

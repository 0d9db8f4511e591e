// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.facts.Fact;
import java.util.Map;
import java.util.Optional;

/**
 * A record that moved a figure when it came.
 *
 * @param replaced the version that counted before
 * @param amounts by field of the row, without zeros; negative where the figure fell
 */
public record Move(Fact fact, Optional<Fact> replaced, Map<String, Long> amounts) {}

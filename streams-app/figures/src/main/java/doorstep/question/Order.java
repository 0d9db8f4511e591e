// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.compare.Ranking;

/**
 * What rows are ranked by.
 *
 * @param figure a field of the topic, one of its inner fields ({@code toClose.p90}), or {@link #SHRUNK}
 */
public record Order(String figure, Ranking.Direction direction) {
    /** The satisfied share, pulled towards that of the unit above: what scores are ranked by unless asked otherwise. */
    public static final String SHRUNK = "shrunkShare";

    /** The usual order of scores. */
    public static final Order BY_SHRUNK_SHARE = new Order(SHRUNK, Ranking.Direction.HIGHEST_FIRST);
}

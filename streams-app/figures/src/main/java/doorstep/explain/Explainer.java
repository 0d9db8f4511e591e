// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.facts.Fact;
import doorstep.figures.FigureSettings;
import doorstep.wire.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Explains rows of figures. */
public interface Explainer {
    /**
     * What somebody wants to know.
     *
     * @param topic of the row
     * @param key of the row, as the topic has it or as it is printed
     * @param since append time from which the records that moved the figure are listed
     * @param limit most lines, and most moves
     */
    record Request(Topic topic, String key, Optional<Instant> since, int limit) {
        /** @param inMotion which facts may not be in the row yet */
        public Recounter.Options options(Predicate<Fact> inMotion) {
            OptionalLong sinceMs =
                    since.map(it -> OptionalLong.of(it.toEpochMilli())).orElse(OptionalLong.empty());
            return new Recounter.Options(limit, sinceMs, inMotion);
        }
    }

    /** The settings of the figures. */
    FigureSettings figureSettings();

    /** Explains a row; empty if there never was one, or it was deleted long ago. */
    Optional<Explanation> explain(Request request);

    /** Keys of rows that a mistyped one probably meant, the nearest first. */
    List<String> nearest(Topic topic, String key);
}

// SPDX-License-Identifier: Apache-2.0
package doorstep.facts;

import doorstep.cluster.ClusterException;
import doorstep.config.AppConfig;
import doorstep.decode.DecodeLimits;
import doorstep.settings.PublishedSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The limits that decide which records are accepted, as the pipeline published them. */
public final class FactLimits {
    private FactLimits() {}

    /**
     * @param published a whole set
     * @throws ClusterException if the pipeline's version has other limits than this one, so that verdicts may differ
     */
    public static DecodeLimits of(PublishedSettings published) {
        Map<String, String> own = AppConfig.of(Map.of()).fingerprinted();
        for (String fixed : List.of("lists", "paths.refused", "rules")) {
            if (!published.value(fixed).equals(Optional.ofNullable(own.get(fixed)))) {
                throw new ClusterException("the figures were counted by a version of doorstep with other limits ("
                        + fixed + "); read the events with that version");
            }
        }
        Instant earliest = Instant.parse(published.value("events.earliest").orElseThrow());
        int partitions = Integer.parseInt(published.value("partitions").orElseThrow());
        return new DecodeLimits(earliest.toEpochMilli(), partitions);
    }
}

// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.figures.FigureSettings;
import doorstep.period.Extent;
import doorstep.wire.KeyPartition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What figures stand at.
 *
 * @param asOfs as-of of each partition of the windows, by its number; empty before the first run
 * @param rebuilding whether a rebuild is under way, so that figures may be incomplete
 * @param endingsBeyond how many endings of what is owed lie after as-of, in the whole organisation
 */
public record Moment(FigureSettings settings, List<Instant> asOfs, boolean rebuilding, long endingsBeyond) {
    public Moment {
        asOfs = List.copyOf(asOfs);
    }

    /** The different as-ofs of units, ascending, whether or not these units have rows. */
    SortedSet<Instant> asOfs(Collection<String> units) {
        if (!units.isEmpty() && asOfs.stream().distinct().count() == 1) {
            return new TreeSet<>(asOfs); // as most of the time, whatever the partitions
        }
        return units.stream().map(this::asOf).collect(Collectors.toCollection(TreeSet::new));
    }

    private Instant asOf(String unit) {
        return asOfs.get(KeyPartition.of(unit.getBytes(StandardCharsets.UTF_8), asOfs.size()));
    }

    /** @param asOfs of the units of an answer, one or more */
    Extent extent(Collection<Instant> asOfs) {
        return Extent.of(
                settings.dateOf(settings.earliest()),
                asOfs.stream().map(settings::dateOf).toList());
    }
}

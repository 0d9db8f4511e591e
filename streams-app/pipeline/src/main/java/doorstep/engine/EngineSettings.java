// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import com.dynatrace.hash4j.hashing.Hashing;
import doorstep.catalogue.Catalogue;
import doorstep.codec.ByteWriter;
import doorstep.decode.DecodeLimits;
import doorstep.family.Breakdowns;
import doorstep.family.Families;
import doorstep.integrity.ConfigFingerprint;
import doorstep.integrity.RefusedException;
import doorstep.settings.PublishedSettings;
import doorstep.tally.OrgCalendar;
import doorstep.tally.WindowKind;
import doorstep.tally.ZoneTransitions;
import doorstep.window.AsOf;
import doorstep.wire.TopicNames;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The part of the configuration that the engine needs.
 *
 * @param topics names of the topics
 * @param preAggregationMaxCells pending cells that trigger an early delta batch
 * @param rebuild number of the rebuild since which figures are counted; 0 = there was none
 * @param fingerprinted every setting that gives figures their meaning, as text, with {@link PublishedSettings#ZONE_TRANSITIONS}; kept in the state and compared at start
 * @param published the settings that this instance publishes to doorstep.settings, with {@link PublishedSettings#ZONE_TRANSITIONS}
 */
public record EngineSettings(
        TopicNames topics,
        InputSettings inputs,
        AsOf asOf,
        CalendarRules calendarRules,
        Measures measures,
        long preAggregationMaxCells,
        EmitSettings emit,
        long rebuild,
        SortedMap<String, String> fingerprinted,
        PublishedSettings published) {

    /**
     * What is read.
     *
     * @param partitions of the input topics and of the windows
     * @param earliestMs the earliest time that an event may have, milliseconds since the epoch
     */
    public record InputSettings(int partitions, long earliestMs) {}

    /**
     * Rules of the organisation's calendar.
     *
     * @param zone defines the local days that are counted
     * @param fiscalStart month, 1 to 12; 0 = no fiscal year
     */
    public record CalendarRules(ZoneTransitions zone, int fiscalStart) {}

    /**
     * What is counted.
     *
     * @param windows that have rows; see {@link Families}
     * @param breakdownWindows that have rows with a breakdown too
     * @param enoughFrom number of answers from which a row says {@code enough}
     */
    public record Measures(
            Catalogue catalogue,
            Set<WindowKind> windows,
            Set<WindowKind> breakdownWindows,
            long enoughFrom,
            Breakdowns breakdowns,
            DueRules dueRules) {}

    /**
     * How often rows are sent, by wall clock.
     *
     * @param interval between sendings of rows without a breakdown; also how often each task reports that it is alive
     * @param breakdownInterval between sendings of rows with a breakdown
     * @param breakdownRate rows with a breakdown that a partition sends per second, see {@link EmitThrottle}
     */
    public record EmitSettings(Duration interval, Duration breakdownInterval, int breakdownRate) {}

    public EngineSettings {
        SortedMap<String, String> whole = new TreeMap<>(fingerprinted);
        String transitions = calendarRules.zone().text();
        whole.put(PublishedSettings.ZONE_TRANSITIONS, transitions);
        fingerprinted = Collections.unmodifiableSortedMap(whole);
        published = published.with(PublishedSettings.ZONE_TRANSITIONS, transitions);
    }

    /**
     * The settings for a task to continue under: these, with the time zone transitions that its state was counted
     * under. This JDK may have others, but what was added to one day must be subtracted from the same day.
     *
     * @param task the task, as messages name it
     * @throws RefusedException CHANGED_MEANING if the state was built under other settings
     */
    EngineSettings inForce(KeyValueStore<Bytes, byte[]> store, String task) {
        Optional<ConfigFingerprint> kept = ConfigFingerprint.kept(store);
        boolean sameZone = kept.flatMap(it -> it.get("zone")).equals(Optional.ofNullable(fingerprinted.get("zone")));
        EngineSettings inForce = kept.flatMap(it -> it.get(PublishedSettings.ZONE_TRANSITIONS))
                .filter(transitions -> sameZone)
                .map(transitions -> with(ZoneTransitions.parse(transitions)))
                .orElse(this);
        kept.ifPresent(it -> it.requireSame(inForce.fingerprinted(), task));
        return inForce;
    }

    /** The same settings with other time zone transitions. */
    private EngineSettings with(ZoneTransitions other) {
        return new EngineSettings(
                topics,
                inputs,
                asOf,
                new CalendarRules(other, calendarRules.fiscalStart()),
                measures,
                preAggregationMaxCells,
                emit,
                rebuild,
                fingerprinted,
                published);
    }

    /**
     * Hash of {@link #fingerprinted} (XXH3, 64 bits), which differs between tasks that count under different settings.
     */
    long fingerprint() {
        ByteWriter out = new ByteWriter();
        fingerprinted.forEach((key, value) -> out.writeString(key).writeString(value));
        return Hashing.xxh3_64().hashBytesToLong(out.toBytes());
    }

    /** Of the input topics and of the windows. */
    public int partitions() {
        return inputs.partitions();
    }

    DecodeLimits limits() {
        return new DecodeLimits(inputs.earliestMs(), inputs.partitions());
    }

    public ZoneTransitions zone() {
        return calendarRules.zone();
    }

    OrgCalendar calendar() {
        return new OrgCalendar(zone(), calendarRules.fiscalStart());
    }

    /** What is counted, as definitions of rows. */
    public Families families() {
        return Families.standard(
                measures.catalogue(),
                measures.enoughFrom(),
                calendar(),
                measures.dueRules().acknowledgeLimit(),
                measures.windows(),
                measures.breakdownWindows());
    }
}

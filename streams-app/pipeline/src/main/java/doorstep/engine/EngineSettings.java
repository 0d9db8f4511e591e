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
 * What the engine needs to know of the configuration.
 *
 * @param topics what they are called
 * @param partitions of the input topics and of the windows
 * @param zone whose local days are counted
 * @param fiscalStart month, 1 to 12; 0 = no fiscal year
 * @param windows that have rows; see {@link Families}
 * @param enoughFrom answers from which a row says {@code enough}
 * @param emitInterval rows without breakdown, wall clock; also how often each task says that it lives
 * @param emitBreakdownInterval rows with one
 * @param emitBreakdownRate rows with one that a partition sends a second, see {@link EmitThrottle}
 * @param preAggregationMaxCells cells that may wait before an early delta batch
 * @param rebuild number of the rebuild since which figures are counted; 0 = there was none
 * @param fingerprinted every setting that gives figures their meaning, as text, with {@link ConfigFingerprint#TRANSITIONS}; kept in the state
 *     and compared at start
 * @param published what doorstep.settings is to say of this instance, with {@link ConfigFingerprint#TRANSITIONS}
 */
public record EngineSettings(
        TopicNames topics,
        int partitions,
        ZoneTransitions zone,
        int fiscalStart,
        Set<WindowKind> windows,
        long earliestMs,
        AsOf asOf,
        Catalogue catalogue,
        long enoughFrom,
        Breakdowns breakdowns,
        DueRules dueRules,
        Duration emitInterval,
        Duration emitBreakdownInterval,
        int emitBreakdownRate,
        long preAggregationMaxCells,
        long rebuild,
        SortedMap<String, String> fingerprinted,
        PublishedSettings published) {
    public EngineSettings {
        SortedMap<String, String> whole = new TreeMap<>(fingerprinted);
        whole.put(ConfigFingerprint.TRANSITIONS, zone.text());
        fingerprinted = Collections.unmodifiableSortedMap(whole);
        published = published.with(ConfigFingerprint.TRANSITIONS, zone.text());
    }

    /**
     * The settings for a task to continue under: these, with the zone's transitions that its state was counted under.
     * This JDK may have others, and what was added to one day must be subtracted from the same one.
     *
     * @param task for messages
     * @throws RefusedException CHANGED_MEANING if the state was built under other settings
     */
    EngineSettings inForce(KeyValueStore<Bytes, byte[]> store, String task) {
        Optional<ConfigFingerprint> kept = ConfigFingerprint.kept(store);
        boolean sameZone = kept.flatMap(it -> it.get("zone")).equals(Optional.ofNullable(fingerprinted.get("zone")));
        EngineSettings inForce = kept.flatMap(it -> it.get(ConfigFingerprint.TRANSITIONS))
                .filter(transitions -> sameZone)
                .map(transitions -> with(ZoneTransitions.parse(transitions)))
                .orElse(this);
        kept.ifPresent(it -> it.requireSame(inForce.fingerprinted(), task));
        return inForce;
    }

    /** The same, but for the local days. */
    private EngineSettings with(ZoneTransitions other) {
        return new EngineSettings(
                topics,
                partitions,
                other,
                fiscalStart,
                windows,
                earliestMs,
                asOf,
                catalogue,
                enoughFrom,
                breakdowns,
                dueRules,
                emitInterval,
                emitBreakdownInterval,
                emitBreakdownRate,
                preAggregationMaxCells,
                rebuild,
                fingerprinted,
                published);
    }

    /** Of {@link #fingerprinted}: XXH3, 64 bits. Tasks that count under other settings have another one. */
    long fingerprint() {
        ByteWriter out = new ByteWriter();
        fingerprinted.forEach((key, value) -> out.writeString(key).writeString(value));
        return Hashing.xxh3_64().hashBytesToLong(out.toBytes());
    }

    OrgCalendar calendar() {
        return new OrgCalendar(zone, fiscalStart);
    }

    Families families() {
        return Families.standard(catalogue, enoughFrom, calendar(), dueRules.acknowledgeLimit(), windows);
    }

    DecodeLimits limits() {
        return new DecodeLimits(earliestMs, partitions);
    }
}

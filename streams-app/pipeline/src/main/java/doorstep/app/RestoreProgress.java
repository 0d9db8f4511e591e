// SPDX-License-Identifier: Apache-2.0
package doorstep.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Progress of the restores of starting tasks' stores from their changelogs; logged every few seconds. Counted in
 * offsets, because under exactly-once a changelog also contains transaction markers. Thread-safe.
 */
public final class RestoreProgress implements StateRestoreListener {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreProgress.class);
    private static final Duration LOG_EVERY = Duration.ofSeconds(5);

    /**
     * The restore of one partition of one store.
     *
     * @param done offsets read
     * @param total offsets to read
     */
    public record Restore(String store, int partition, long done, long total) {
        public long left() {
            return total - done;
        }

        /** @return {@code restoring visits-ledger/3: 120,000 of 480,000 records, 25 %} */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "restoring %s/%d: %,d of %,d records, %d %%",
                    store,
                    partition,
                    done,
                    total,
                    total == 0 ? 100 : done * 100 / total);
        }
    }

    private record StorePartition(String store, int partition) {}

    private record Span(long start, long next, long end, Instant logged) {}

    private final Clock clock;
    private final Map<StorePartition, Span> underWay = new TreeMap<>(
            java.util.Comparator.comparing(StorePartition::store).thenComparingInt(StorePartition::partition));
    private long restored;

    RestoreProgress(Clock clock) {
        this.clock = clock;
    }

    /** The restores in progress, by store name and partition. */
    public synchronized List<Restore> underWay() {
        List<Restore> all = new ArrayList<>();
        underWay.forEach((storePartition, span) -> all.add(restore(storePartition, span)));
        return all;
    }

    /** Records restored since the process started. */
    public synchronized long restored() {
        return restored;
    }

    @Override
    public synchronized void onRestoreStart(TopicPartition changelog, String store, long start, long end) {
        underWay.put(new StorePartition(store, changelog.partition()), new Span(start, start, end, clock.instant()));
    }

    @Override
    public synchronized void onBatchRestored(TopicPartition changelog, String store, long last, long records) {
        restored += records;
        Instant now = clock.instant();
        underWay.computeIfPresent(new StorePartition(store, changelog.partition()), (storePartition, span) -> {
            long next = Math.min(last + 1, span.end());
            Span after = new Span(span.start(), next, span.end(), span.logged());
            if (now.isBefore(span.logged().plus(LOG_EVERY))) {
                return after;
            }
            LOG.info("{}", restore(storePartition, after));
            return new Span(span.start(), next, span.end(), now);
        });
    }

    @Override
    public synchronized void onRestoreEnd(TopicPartition changelog, String store, long records) {
        end(changelog, store);
        if (records > 0) {
            LOG.info("restored {}/{}: {} records", store, changelog.partition(), records);
        }
    }

    @Override
    public synchronized void onRestoreSuspended(TopicPartition changelog, String store, long records) {
        end(changelog, store);
    }

    private void end(TopicPartition changelog, String store) {
        underWay.remove(new StorePartition(store, changelog.partition()));
    }

    private static Restore restore(StorePartition storePartition, Span span) {
        return new Restore(
                storePartition.store(),
                storePartition.partition(),
                span.next() - span.start(),
                Math.max(0, span.end() - span.start()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package doorstep.integrity;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The topics that the state of a task was built from: its sources and the changelogs of its stores, by name and id.
 * Figures would be silently wrong if some of that history were missing, so the task then refuses to start. (Compaction
 * never moves the first offset of a log; only a deletion does.)
 */
public final class StateLineage {
    private static final Bytes KEY = Bytes.wrap("origins".getBytes(StandardCharsets.UTF_8));

    private final LogInspector logs;
    private final String task;
    private final int partition;
    private final List<String> changelogs;

    /**
     * @param task the task, as messages name it
     * @param changelogs topics of the task's stores
     */
    public StateLineage(LogInspector logs, String task, int partition, List<String> changelogs) {
        this.logs = logs;
        this.task = task;
        this.partition = partition;
        this.changelogs = changelogs;
    }

    /** @param sources topics whose identity matters: inputs, but not delta batch topics */
    public void keep(KeyValueStore<Bytes, byte[]> store, List<String> sources) {
        ByteWriter out = new ByteWriter();
        List<String> topics = topics(sources);
        out.writeVarint(topics.size());
        topics.forEach(topic -> out.writeString(topic).writeString(log(topic).topicId()));
        store.put(KEY, out.toBytes());
    }

    /**
     * Checks that the topics are those that the state was built from, by name and by id, and that the changelogs are
     * complete.
     *
     * @param sources topics whose identity matters: inputs, but not delta batch topics
     * @throws RefusedException HISTORY_MISSING
     */
    public void requireWhole(KeyValueStore<Bytes, byte[]> store, List<String> sources) {
        byte[] bytes = store.get(KEY);
        SortedMap<String, String> kept = bytes == null ? new TreeMap<>() : read(new ByteReader(bytes));
        if (bytes != null) {
            requireNames(kept.keySet(), topics(sources));
        }
        for (String topic : topics(sources)) {
            String before = kept.get(topic);
            String now = log(topic).topicId();
            if (before != null && !before.equals(now)) {
                throw missing(
                        "topic " + topic + " was deleted and recreated (its id was " + before + " and is " + now + ")");
            }
        }
        for (String changelog : changelogs) {
            LogInspector.Log log = log(changelog);
            if (log.start() > 0) {
                throw missing("changelog " + changelog + ", partition " + partition + ", begins at offset "
                        + log.start() + " instead of 0");
            }
        }
    }

    /** The state of one installation may have been copied into the changelogs of another. */
    private void requireNames(Set<String> kept, List<String> now) {
        if (!kept.equals(Set.copyOf(now))) {
            Set<String> other = new TreeSet<>(now);
            other.removeAll(kept);
            Set<String> own = new TreeSet<>(kept);
            now.forEach(own::remove);
            throw missing("its state came from the topics " + own + ", but it is to continue with " + other);
        }
    }

    /** Checks that a task with empty state belongs to a group that has read nothing. */
    public void requireUnread(String topic, String store) {
        logs.committed(topic, partition).ifPresent(offset -> {
            if (offset > 0) {
                throw RefusedException.historySeemsMissing(
                        task,
                        "store " + store + ", partition " + partition + ", is empty, but the group has read " + topic
                                + " up to offset " + offset);
            }
        });
    }

    private RefusedException missing(String what) {
        return RefusedException.historyMissing(task, what);
    }

    private List<String> topics(List<String> sources) {
        return Stream.concat(sources.stream(), changelogs.stream()).toList();
    }

    private LogInspector.Log log(String topic) {
        return logs.log(topic, partition);
    }

    private static SortedMap<String, String> read(ByteReader in) {
        SortedMap<String, String> lineage = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            lineage.put(in.readString(), in.readString());
        }
        return lineage;
    }
}

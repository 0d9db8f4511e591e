// SPDX-License-Identifier: Apache-2.0
package doorstep.evidence;

import doorstep.decode.Decoded;
import doorstep.decode.Decoders;
import doorstep.event.Identity;
import doorstep.event.Version;
import doorstep.exported.DuckDb;
import doorstep.exported.ExportedValues;
import doorstep.facts.Fact;
import doorstep.facts.FactSource;
import doorstep.facts.FactThreads;
import doorstep.table.TableRows;
import doorstep.table.Tables;
import doorstep.wire.Identities;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** The facts of an export. */
final class ExportedFacts implements FactSource {
    private static final int MOST_THREADS = 4;
    private static final long WORTH_A_THREAD = 10_000;
    private static final String WANTED = "wanted_ids";

    private final DuckDb duckDb;
    private final Map<Topic, Long> counts = new HashMap<>();

    /** @param duckDb has the tables of facts as views */
    ExportedFacts(DuckDb duckDb) {
        this.duckDb = duckDb;
    }

    @Override
    public long mostFacts() {
        return Topics.inputs().stream().mapToLong(this::facts).sum();
    }

    private long facts(Topic topic) {
        return counts.computeIfAbsent(topic, it -> duckDb.rows(
                        "select count(*) from " + Tables.facts(topic).name(), row -> row.getLong(1))
                .get(0));
    }

    @Override
    public void readAll(Set<Topic> topics, Supplier<Consumer<Fact>> sinks) {
        topics.forEach(topic -> read(topic, "true", sinks));
    }

    @Override
    public void read(Set<Topic> topics, Wanted wanted, Supplier<Consumer<Fact>> sinks) {
        for (Topic topic : topics) {
            Set<String> ids = ConcurrentHashMap.newKeySet();
            readIds(topic, id -> {
                if (wanted.test(topic, identity(id))) {
                    ids.add(id);
                }
            });
            if (!ids.isEmpty()) {
                duckDb.replaceTexts(WANTED, ids);
                read(topic, "id in (select text from " + WANTED + ")", sinks);
            }
        }
    }

    @Override
    public void readIds(Set<Topic> topics, Consumer<Identity> sink) {
        topics.forEach(topic -> readIds(topic, id -> sink.accept(identity(id))));
    }

    private void readIds(Topic topic, Consumer<String> sink) {
        String query = "select id from " + Tables.facts(topic).name() + " where true";
        inThreads(query, topic, () -> row -> sink.accept(row.getString(1)));
    }

    private static Identity identity(String id) {
        return Identities.of(id.getBytes(StandardCharsets.UTF_8));
    }

    private void read(Topic topic, String condition, Supplier<Consumer<Fact>> sinks) {
        ExportedValues values = new ExportedValues(Tables.columns(topic), 7);
        String query = "select id, kafka_partition, kafka_offset, epoch_ms(kafka_time), content_hash, null_value, "
                + values.names() + " from " + Tables.facts(topic).name() + " where " + condition;
        inThreads(query, topic, () -> {
            Consumer<Fact> sink = sinks.get();
            return row -> sink.accept(fact(topic, values, row));
        });
    }

    /**
     * Reads rows in several threads, for most of the time is needed for a row's way into this program.
     *
     * @param query ends with a condition
     */
    private void inThreads(String query, Topic topic, Supplier<DuckDb.RowSink> sinks) {
        long most = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        long threads = Math.min(most, (facts(topic) + WORTH_A_THREAD - 1) / WORTH_A_THREAD);
        FactThreads.run(LongStream.range(0, threads)
                .mapToObj(share -> query + " and hash(id) % " + threads + " = " + share)
                .map(share -> (Runnable) () -> duckDb.forEachApart(share, sinks.get()))
                .toList());
    }

    private static Fact fact(Topic topic, ExportedValues values, ResultSet row) throws SQLException {
        Decoded.Accepted accepted = row.getBoolean(6)
                ? new Decoded.Accepted(Version.FINAL, Optional.empty())
                : Decoders.accepted(
                        topic, TableRows.value(topic, values.read(row)), Long.parseUnsignedLong(row.getString(5), 16));
        return new Fact(
                topic,
                row.getInt(2),
                row.getLong(3),
                row.getLong(4),
                row.getString(1),
                accepted.version(),
                accepted.event());
    }
}

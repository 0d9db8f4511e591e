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
import doorstep.table.TableRows;
import doorstep.table.Tables;
import doorstep.wire.Identities;
import doorstep.wire.Topic;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The facts of an export. */
final class ExportedFacts implements FactSource {
    private final DuckDb duckDb;

    /** @param duckDb has the tables of facts as views */
    ExportedFacts(DuckDb duckDb) {
        this.duckDb = duckDb;
    }

    @Override
    public void readAll(Set<Topic> topics, Supplier<Consumer<Fact>> sinks) {
        Consumer<Fact> sink = sinks.get();
        topics.forEach(topic -> read(topic, id -> true, sink));
    }

    @Override
    public void read(Set<Topic> topics, Wanted wanted, Supplier<Consumer<Fact>> sinks) {
        Consumer<Fact> sink = sinks.get();
        topics.forEach(topic -> read(topic, id -> wanted.test(topic, identity(id)), sink));
    }

    @Override
    public void readIds(Set<Topic> topics, IdSink sink) {
        topics.forEach(topic -> duckDb.forEach(
                "select id from " + Tables.facts(topic).name(),
                row -> sink.accept(topic, identity(row.getString(1)))));
    }

    private static Identity identity(String id) {
        return Identities.of(id.getBytes(StandardCharsets.UTF_8));
    }

    private void read(Topic topic, Predicate<String> wanted, Consumer<Fact> sink) {
        ExportedValues values = new ExportedValues(Tables.columns(topic), 7);
        String query = "select id, kafka_partition, kafka_offset, epoch_ms(kafka_time), content_hash, null_value, "
                + values.names() + " from " + Tables.facts(topic).name();
        duckDb.forEach(query, row -> {
            String id = row.getString(1);
            if (wanted.test(id)) {
                sink.accept(fact(topic, id, values, row));
            }
        });
    }

    private static Fact fact(Topic topic, String id, ExportedValues values, ResultSet row) throws SQLException {
        Decoded.Accepted accepted = row.getBoolean(6)
                ? new Decoded.Accepted(Version.FINAL, Optional.empty())
                : Decoders.accepted(
                        topic, TableRows.value(topic, values.read(row)), Long.parseUnsignedLong(row.getString(5), 16));
        return new Fact(topic, row.getInt(2), row.getLong(3), row.getLong(4), id, accepted.version(), accepted.event());
    }
}

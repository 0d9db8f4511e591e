// SPDX-License-Identifier: Apache-2.0
package doorstep.history;

import doorstep.wire.BundledSchemas;
import doorstep.wire.SchemaRegistry;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;

/** The registry of the simulated cluster, with the bundled schemas, those of other producers, and hostile ones. */
public final class Schemas {
    /** Another producer's schema of a visit: fields in another order, defaults left out, one additional field. */
    public static final Schema OTHER_VISIT = parse("""
            {"type":"record","name":"Visit","namespace":"doorstep.avro","fields":[
              {"name":"mode","type":"string"},
              {"name":"weather","type":"string"},
              {"name":"id","type":"string"},
              {"name":"revision","type":"long"},
              {"name":"unit","type":"string"},
              {"name":"source","type":"string"},
              {"name":"people","type":"int"},
              {"name":"occurredAt","type":{"type":"long","logicalType":"timestamp-millis"}},
              {"name":"recordedAt","type":{"type":"long","logicalType":"timestamp-millis"}},
              {"name":"category","type":"string"}]}""");

    /** Lacks a field that has no default. */
    public static final Schema PARTIAL_VISIT = parse("""
            {"type":"record","name":"Visit","namespace":"doorstep.avro","fields":[
              {"name":"id","type":"string"}]}""");

    public static final Schema RECURSIVE = parse("""
            {"type":"record","name":"Visit","namespace":"doorstep.avro","fields":[
              {"name":"id","type":"string"},
              {"name":"source","type":"string"},
              {"name":"unit","type":"string"},
              {"name":"occurredAt","type":"long"},
              {"name":"recordedAt","type":"long"},
              {"name":"category","type":"string"},
              {"name":"mode","type":"string"},
              {"name":"inner","type":["null","Visit"]}]}""");

    public static final int OTHER_VISIT_ID = 1001;
    public static final int PARTIAL_VISIT_ID = 1002;
    public static final int RECURSIVE_ID = 1003;
    public static final int UNKNOWN_ID = 1004;

    /** Version 1 of the inputs, by name; its revisions are ints. */
    public static final Map<String, Integer> VERSION_ONE =
            Map.of(Events.VISITS, 881194959, Events.FEEDBACK, 335694685, Events.COMMITMENTS, 1242593507);

    public static final Map<Integer, Schema> ALL = all();
    public static final Set<Integer> UNREADABLE = Set.of(PARTIAL_VISIT_ID, RECURSIVE_ID);

    private static final IdentityHashMap<Schema, Integer> IDS =
            new IdentityHashMap<>(); // because hashing a schema is slow

    private Schemas() {}

    public static SchemaRegistry registry() {
        return new SchemaRegistry() {
            @Override
            public int register(String subject, Schema schema) {
                return IDS.computeIfAbsent(schema, BundledSchemas::idOf);
            }

            @Override
            public Optional<Schema> find(int id) {
                return Optional.ofNullable(ALL.get(id));
            }
        };
    }

    private static Map<Integer, Schema> all() {
        Map<Integer, Schema> all = new TreeMap<>();
        all.put(OTHER_VISIT_ID, OTHER_VISIT);
        all.put(PARTIAL_VISIT_ID, PARTIAL_VISIT);
        all.put(RECURSIVE_ID, RECURSIVE);
        BundledSchemas.CURRENT.forEach(schema -> all.put(BundledSchemas.idOf(schema), schema));
        BundledSchemas bundled = new BundledSchemas();
        VERSION_ONE.values().forEach(id -> all.put(id, bundled.find(id).orElseThrow()));
        return all;
    }

    private static Schema parse(String json) {
        return new Schema.Parser().parse(json);
    }
}

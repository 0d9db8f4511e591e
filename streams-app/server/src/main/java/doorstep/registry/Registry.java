// SPDX-License-Identifier: Apache-2.0
package doorstep.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import doorstep.wire.BoundedSchema;
import doorstep.wire.BundledSchemas;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry: schemas by subject and version, stored in a log. A schema's id is computed from its text, so that
 * independent registries agree. Requests are answered from memory; before the registry reports that something does not
 * exist, and before it adds something, it reads what other registries have written.
 *
 * <p>The subjects of Doorstep's own topics have fixed compatibility levels and refuse any schema whose data the bundled
 * schema cannot read, because all such data would be rejected. Thread-safe.
 */
final class Registry implements AutoCloseable {
    /** @param number 1, 2, 3… in the order of registration */
    record Version(String subject, int number, int id, Schema schema) {}

    private static final Logger LOG = LoggerFactory.getLogger(Registry.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_SUBJECT = 255;
    private static final String COMPATIBILITY = "compatibility";
    private static final String OTHER_CONTEXT = ":.";

    private final RegistryLog log;
    private final TopicNames names;
    private final Map<String, Topic> own; // by subject
    private final BundledSchemas bundled = new BundledSchemas();
    private final Map<Integer, Schema> byId = new HashMap<>();
    private final Map<String, SortedMap<Integer, Version>> subjects = new TreeMap<>();
    /** Compatibility levels by subject; the empty subject has the default. */
    private final Map<String, Compatibility> levels = new HashMap<>();

    /**
     * @param names of the topics whose schemas are bundled
     * @throws RegistryFault if the log does not answer
     */
    Registry(RegistryLog log, TopicNames names) {
        this.log = log;
        this.names = names;
        own = Topics.all().stream()
                .filter(topic -> topic.value().getType() == Schema.Type.RECORD)
                .collect(Collectors.toMap(names::subject, Function.identity()));
        catchUp();
    }

    /** Registers the bundled schemas under the subjects of their topics, for people and tools that list schemas. */
    synchronized void registerBundled() {
        own.forEach((subject, topic) -> register(subject, topic.value().toString()));
    }

    /** The subjects that begin with a prefix. */
    synchronized List<String> subjects(String prefix) {
        catchUp();
        return subjects.keySet().stream()
                .filter(subject -> subject.startsWith(prefix))
                .toList();
    }

    /** The versions of all subjects that begin with a prefix, ordered by subject and number. */
    synchronized List<Version> versions(String prefix, boolean latestOnly) {
        return subjects(prefix).stream()
                .map(subjects::get)
                .flatMap(versions ->
                        latestOnly ? Stream.of(versions.get(versions.lastKey())) : versions.values().stream())
                .toList();
    }

    synchronized List<Version> versions(String subject) {
        return List.copyOf(known(subject).values());
    }

    /** @param version a number, or {@code latest} or -1 */
    synchronized Version version(String subject, String version) {
        SortedMap<Integer, Version> versions = known(subject);
        if (version.equals("latest") || version.equals("-1")) {
            return versions.get(versions.lastKey());
        }
        int number = numberOf(version);
        return Optional.ofNullable(versions.get(number)).orElseThrow(() -> RegistryFault.noVersion(version));
    }

    synchronized Schema schema(int id) {
        return find(id).orElseThrow(RegistryFault::noSchema);
    }

    synchronized Optional<Schema> find(int id) {
        return orAfterCatchUp(() -> Optional.ofNullable(byId.get(id)).or(() -> bundled.find(id)));
    }

    synchronized List<Version> versionsOf(int id) {
        schema(id);
        return subjects.values().stream()
                .flatMap(versions -> versions.values().stream())
                .filter(version -> version.id() == id)
                .toList();
    }

    /** The version of a subject that has this schema. */
    synchronized Version find(String subject, String schemaText) {
        int id = BundledSchemas.idOf(parse(schemaText));
        known(subject);
        return orAfterCatchUp(() -> withId(subject, id)).orElseThrow(RegistryFault::noSchema);
    }

    /** Registers a schema as the next version of a subject, or returns the version that already has it. */
    synchronized Version register(String subject, String schemaText) {
        requireValid(subject);
        Schema schema = parse(schemaText);
        int id = BundledSchemas.idOf(schema);
        while (true) {
            catchUp();
            Optional<Version> known = withId(subject, id);
            if (known.isPresent()) {
                return known.get();
            }
            List<String> faults = faults(subject, schema, earlier(subject));
            if (!faults.isEmpty()) {
                throw RegistryFault.incompatible(
                        "Schema being registered is incompatible with an earlier schema for subject '" + subject + "': "
                                + String.join("; ", faults));
            }
            int number = subjects.containsKey(subject) ? subjects.get(subject).lastKey() + 1 : 1;
            String value = JSON.createObjectNode()
                    .put("subject", subject)
                    .put("version", number)
                    .put("id", id)
                    .put("schema", schema.toString())
                    .toString();
            if (log.append(subject + "/" + number, value)) {
                apply(subject + "/" + number, value);
            }
        }
    }

    /**
     * Returns why a schema is not compatible; empty if it is.
     *
     * @param version the version to compare with; absent: those that the subject's level requires
     */
    synchronized List<String> faults(String subject, Optional<String> version, String schemaText) {
        Schema schema = parse(schemaText);
        if (version.isPresent()) {
            return faults(
                    subject, schema, List.of(version(subject, version.get()).schema()));
        }
        return faults(subject, schema, earlier(subject));
    }

    private List<String> faults(String subject, Schema schema, List<Schema> earlier) {
        if (own.containsKey(subject)) {
            Schema reader = own.get(subject).value();
            List<String> faults = Compatibility.unreadable(reader, schema);
            if (schema.equals(reader) || !faults.isEmpty()) {
                return faults; // the bundled one is valid, whatever was registered before
            }
        }
        return level(subject).faults(schema, earlier);
    }

    /** The level in force for a subject. */
    synchronized Compatibility level(String subject) {
        return ownLevel(subject).orElseGet(() -> levels.getOrDefault("", Compatibility.BACKWARD));
    }

    /** The subject's own level, if it has one. */
    synchronized Optional<Compatibility> ownLevel(String subject) {
        return fixedLevel(subject).or(() -> Optional.ofNullable(levels.get(subject)));
    }

    /** This version must read events of all earlier versions; rows are read by both older and newer readers. */
    private Optional<Compatibility> fixedLevel(String subject) {
        return Optional.ofNullable(own.get(subject))
                .map(topic -> Topics.inputs().contains(topic)
                        ? Compatibility.BACKWARD_TRANSITIVE
                        : Compatibility.FULL_TRANSITIVE);
    }

    /** @param subject empty: the default level */
    synchronized void setLevel(String subject, Compatibility level) {
        if (!subject.isEmpty()) {
            requireValid(subject);
        }
        if (!fixedLevel(subject).equals(Optional.of(level))) {
            write(subject, Optional.of(level));
        }
    }

    /**
     * Removes a level, so that the default is in force again.
     *
     * @param subject empty: the default level
     * @return the level that was in force until now
     */
    synchronized Compatibility removeLevel(String subject) {
        Compatibility before = subject.isEmpty()
                ? level("")
                : orAfterCatchUp(() -> ownLevel(subject)).orElseThrow(() -> RegistryFault.noSubject(subject));
        write(subject, Optional.empty());
        return before;
    }

    private void write(String subject, Optional<Compatibility> level) {
        fixedLevel(subject).ifPresent(fixed -> {
            throw RegistryFault.notPermitted("the compatibility level of " + subject + " is " + fixed
                    + "; Doorstep reads or writes the topic and requires that level.");
        });
        String value = JSON.createObjectNode()
                .put("subject", subject)
                .put(COMPATIBILITY, level.map(Compatibility::name).orElse(null))
                .toString();
        do {
            catchUp();
        } while (!log.append(subject + "/" + COMPATIBILITY, value));
        apply(subject + "/" + COMPATIBILITY, value);
    }

    private SortedMap<Integer, Version> known(String subject) {
        return orAfterCatchUp(() -> Optional.ofNullable(subjects.get(subject)))
                .orElseThrow(() -> RegistryFault.noSubject(subject));
    }

    private List<Schema> earlier(String subject) {
        List<Schema> schemas = new ArrayList<>();
        subjects.getOrDefault(subject, Collections.emptySortedMap())
                .values()
                .forEach(version -> schemas.add(version.schema()));
        return schemas;
    }

    private Optional<Version> withId(String subject, int id) {
        return subjects.getOrDefault(subject, Collections.emptySortedMap()).values().stream()
                .filter(version -> version.id() == id)
                .findFirst();
    }

    private <T> Optional<T> orAfterCatchUp(Supplier<Optional<T>> look) {
        Optional<T> found = look.get();
        if (found.isPresent()) {
            return found;
        }
        catchUp();
        return look.get();
    }

    private void catchUp() {
        log.catchUp(this::apply);
    }

    private void apply(String key, String value) {
        try {
            JsonNode entry = JSON.readTree(value);
            String subject = entry.path("subject").asText();
            if (entry.has(COMPATIBILITY)) {
                Compatibility.of(entry.path(COMPATIBILITY).asText())
                        .ifPresentOrElse(level -> levels.put(subject, level), () -> levels.remove(subject));
                return;
            }
            Schema schema = new Schema.Parser().parse(entry.path("schema").asText());
            Version version = new Version(subject, entry.path("version").asInt(), BundledSchemas.idOf(schema), schema);
            byId.putIfAbsent(version.id(), schema);
            subjects.computeIfAbsent(subject, name -> new TreeMap<>()).put(version.number(), version);
        } catch (JsonProcessingException | AvroRuntimeException e) {
            LOG.warn("{} has an entry with key {} that is not a schema; ignored", names.of(Topics.SCHEMAS), key);
        }
    }

    private static Schema parse(String text) {
        try {
            Schema schema = new Schema.Parser().parse(text);
            if (!BoundedSchema.isBounded(schema)) {
                throw RegistryFault.badSchema("Recursive schemas, and collections of items of zero bytes, are refused: "
                        + "a few bytes of data could announce any depth or number of items.");
            }
            return schema;
        } catch (AvroRuntimeException e) {
            throw RegistryFault.badSchema("Not an Avro schema: " + e.getMessage());
        }
    }

    private static void requireValid(String subject) {
        if (subject.isEmpty()
                || subject.length() > MAX_SUBJECT
                || subject.codePoints().anyMatch(Character::isISOControl)) {
            throw RegistryFault.badRequest(
                    "A subject has 1 to " + MAX_SUBJECT + " characters and no control characters.");
        }
        if (subject.startsWith(OTHER_CONTEXT)) {
            throw RegistryFault.badRequest("This registry has no contexts other than the default one, \":.:\".");
        }
    }

    private static int numberOf(String version) {
        try {
            int number = Integer.parseInt(version);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw RegistryFault.badVersion(version);
    }

    @Override
    public synchronized void close() {
        log.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package doorstep.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import doorstep.avro.Doorstep;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Schemas against their released versions, {@code /doorstep/schemas/<record>/<version>.avsc}. Topics keep what was
 * written for ever, so what a release could write every later one must read.
 */
class ReleasedSchemasTest {
    /** Parts of other records. */
    private static final Set<String> PARTS = Set.of("About", "Mood", "Durations", "DurationBucket");
    /** Their readers are not ours to upgrade: dashboards and exports may be older or newer than the pipeline. */
    private static final Set<String> ROWS = Set.of(
            "VisitCount",
            "FeedbackCount",
            "SatisfactionScore",
            "ReactionCount",
            "ServiceDeskCount",
            "ServiceLevel",
            "WorkItem",
            "Rejected",
            "Setting",
            "Progress");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Every record that is a topic's value. */
    static Stream<Schema> records() {
        return Doorstep.PROTOCOL.getTypes().stream().filter(schema -> !PARTS.contains(schema.getName()));
    }

    private static List<String> released(String name) {
        List<String> versions = new ArrayList<>();
        for (int version = 1; ; version++) {
            try (InputStream file = ReleasedSchemasTest.class.getResourceAsStream(
                    "/doorstep/schemas/" + name + "/" + version + ".avsc")) {
                if (file == null) {
                    return versions;
                }
                versions.add(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Schema parse(String text) {
        return new Schema.Parser().parse(text);
    }

    private static void assertReads(Schema reader, Schema writer, String what) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        assertThat(result.getType())
                .as("%s: %s", what, result.getResult().getIncompatibilities())
                .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldReadWhatEveryReleaseWrote(Schema current) {
        List<String> versions = released(current.getName());
        for (int i = 0; i < versions.size(); i++) {
            assertReads(current, parse(versions.get(i)), current.getName() + " " + (i + 1));
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldWriteRowsThatEveryReleaseReads(Schema current) {
        List<String> versions = ROWS.contains(current.getName()) ? released(current.getName()) : List.of();
        for (int i = 0; i < versions.size(); i++) {
            assertReads(parse(versions.get(i)), current, current.getName() + " " + (i + 1));
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldKeepTheCurrentVersionAmongTheReleased(Schema current) throws IOException {
        List<String> versions = released(current.getName());
        Path proposal = Path.of("target", "schemas", current.getName(), versions.size() + 1 + ".avsc");
        String text = withoutJava(current);
        boolean known =
                !versions.isEmpty() && parse(versions.get(versions.size() - 1)).equals(parse(text));
        if (!known) {
            Files.createDirectories(proposal.getParent());
            Files.writeString(proposal, text);
        }

        assertThat(known)
                .as(
                        "The schema of %s differs from its newest released version. If that is meant, copy schemas/%s to"
                                + " schemas/src/main/resources/doorstep/schemas/%s/ and add its hash to released.sha256",
                        current.getName(), proposal, current.getName())
                .isTrue();
    }

    @Test
    void shouldNeverChangeAReleasedFile() throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        records().forEach(schema -> {
            List<String> versions = released(schema.getName());
            for (int i = 0; i < versions.size(); i++) {
                hashes.put(schema.getName() + "/" + (i + 1) + ".avsc", sha256(versions.get(i)));
            }
        });
        StringBuilder now = new StringBuilder();
        hashes.forEach(
                (file, hash) -> now.append(hash).append("  ").append(file).append('\n'));

        try (InputStream list = getClass().getResourceAsStream("/doorstep/schemas/released.sha256")) {
            assertThat(now).hasToString(new String(list.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldNameOnlyRecordsThatThereAre() {
        Set<String> names = new TreeSet<>();
        Doorstep.PROTOCOL.getTypes().forEach(schema -> names.add(schema.getName()));

        assertThat(names).containsAll(ROWS).containsAll(PARTS).contains("Visit", "Feedback", "Commitment");
    }

    /** No field may invite a person's name or free text: texts are ids, codes, paths and parts of keys. */
    @Test
    void shouldHaveNoRoomForAPerson() {
        Set<String> texts = new TreeSet<>();
        Doorstep.PROTOCOL.getTypes().forEach(schema -> schema.getFields().stream()
                .filter(field -> field.schema().toString().contains("\"string\""))
                .forEach(field -> texts.add(schema.getName() + "." + field.name())));

        assertThat(texts)
                .allMatch(
                        field -> field.matches(
                                ".*\\.(id|source|unit|area|category|mode|fulfils|type|kind|channel|question|scale|reaction"
                                        + "|about|topics|outcome|breakdown|value|facet|window|moods|topic|reason|field|hash"
                                        + "|part|name|openedBy|subjectType|subjectId|linksTaken|deltaBatchesTaken|beyond|open)"));
    }

    private static String sha256(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    // ---- A schema as other languages want it: strings are strings, whatever Java makes of them.

    private static String withoutJava(Schema schema) throws IOException {
        JsonNode plain = withoutJava(JSON.readTree(schema.toString()));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(plain).replace("\r", "") + "\n";
    }

    private static JsonNode withoutJava(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove("avro.java.string");
            if (object.size() == 1 && object.path("type").asText().equals("string")) {
                return TextNode.valueOf("string");
            }
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> object.set(name, withoutJava(object.get(name))));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, withoutJava(array.get(i)));
            }
        }
        return node;
    }
}

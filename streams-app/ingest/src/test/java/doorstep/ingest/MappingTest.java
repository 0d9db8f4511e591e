// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MappingTest {
    private static final String GOOD = """
            doorstep: 1
            about: For tests
            files:
              format: csv
              header: false
              columns: [no, unit, day, kind]
            times:
              zone: UTC
            tables:
              kinds: {home: DOOR}
            common:
              source: TEST
            events:
              - topic: visits
                fields:
                  id: <no>
                  unit: <unit>
                  occurredAt: <day>
                  category: OTHER
                  mode: {from: <kind>, table: kinds}
            """;

    @TempDir
    private Path folder;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("", "", "test.yaml is empty"),
                mistake("doorstep: 1", "doorstep: 2", "line 1: doorstep: this version of Doorstep reads format 1 only"),
                mistake("doorstep: 1\n", "", "line 1: `doorstep` is missing"),
                mistake("about:", "abuot:", "line 2: abuot: is not a key here; did you mean \"about\"?"),
                mistake("about: For tests", "about: [a", "line 3: not YAML"),
                mistake("about: For tests", "about: x\nabout: y", "twice"),
                mistake("format: csv", "format: xls", "files.format: must be csv or jsonl"),
                mistake("format: csv", "format: jsonl", "files.header: is for csv only"),
                mistake("format: csv", "format: csv\n  encoding: UTF8X", "did you mean \"UTF-8\"?"),
                mistake("format: csv", "format: csv\n  delimiter: ';;'", "files.delimiter: must be one character"),
                mistake("format: csv", "format: csv\n  delimiter: '\"'", "`delimiter` and `quote` are the same"),
                mistake("format: csv", "format: csv\n  max-line: 0", "must be a number of characters"),
                mistake("header: false", "header: no", "files.header: must be true or false"),
                mistake("  columns: [no, unit, day, kind]\n", "", "`header: false` needs `columns`"),
                mistake("day, kind]", "date, kind]", "<day> is not under `columns`; did you mean \"date\"?"),
                mistake("zone: UTC", "zone: Europe/Berln", "times.zone: \"Europe/Berln\" is not a time zone"),
                mistake("zone: UTC", "zone: UTC\n  formats: [iso, yyyy-mm-ddd]", "times.formats[1]"),
                mistake("zone: UTC", "zone: UTC\n  formats: izo", "did you mean \"iso\"?"),
                mistake("zone: UTC", "formats: dd/MM/yyyy", "set `zone` under `times`"),
                mistake("zone: UTC", "zone: UTC\n  locale: '!'", "is not a language"),
                mistake("zone: UTC", "zone: UTC\n  clamp: 1m", "times.clamp"),
                mistake("zone: UTC", "zone: UTC\n  clamp: {within: 1m}", "`to` is missing"),
                mistake("zone: UTC", "zone: UTC\n  clamp: {to: dueAt, within: 1m}", "can only be `openedAt`"),
                mistake("zone: UTC", "zone: UTC\n  clamp: {to: openedAt}", "`within` is missing"),
                mistake("zone: UTC", "zone: UTC\n  clamp: {to: openedAt, within: 1}", "not a duration"),
                mistake("zone: UTC", "zone: UTC\n  clamp: {to: openedAt, within: 0s}", "longer than 0s and at most 1d"),
                mistake(
                        "zone: UTC",
                        "zone: UTC\n  clamp: {to: openedAt, within: 25h}",
                        "longer than 0s and at most 1d"),
                mistake("id: <no>", "id: <no>\n      revision: {from: <kind>, zone: UTC}", "zone: is not a key here"),
                mistake(
                        "{home: DOOR}",
                        "{home: Door}",
                        "events[0].fields.mode: \"Door\" is not valid here: not a code"),
                mistake(
                        "table: kinds",
                        "table: kind",
                        "there is no table of this name under `tables`; did you mean \"kinds\"?"),
                mistake("table: kinds", "match: x", "tables.kinds: no field uses this table"),
                mistake("table: kinds", "table: kinds, as: upper", "as: can only be `code`"),
                mistake("table: kinds", "table: kinds, split: ;", "split: is not a key here"),
                mistake("table: kinds", "table: kinds, format: iso", "format: is not a key here"),
                mistake("table: kinds", "table: kinds, match: '('", "not a regular expression"),
                mistake("{from: <kind>, table: kinds}", "{from: <kind>, otherwise: X}", "needs a `match` or a `table`"),
                mistake("{from: <kind>, table: kinds}", "{table: kinds}", "`from` is missing"),
                mistake(
                        "source: TEST",
                        "sauce: TEST",
                        "`source` is missing; this kind of event needs it; is `sauce` a misspelling of it?"),
                mistake("source: TEST", "source: TEST\n  score: 5", "score: is not a field of any of the events below"),
                mistake("source: TEST", "source: Test", "not a code"),
                mistake("topic: visits", "topic: visit", "is not a topic; did you mean \"visits\"?"),
                mistake("topic: visits", "topic: feedback", "is missing; this kind of event needs it"),
                mistake("id: <no>", "idd: <no>", "`id` is missing; this kind of event needs it"),
                mistake("id: <no>", "id: <no", "a `<` opens a column's name, but no `>` closes it"),
                mistake("id: <no>", "id: <#rwo>", "<#rwo> is unknown; did you mean \"#row\"?"),
                mistake(
                        "id: <no>",
                        "id: <no>\n      peple: 1",
                        "peple: is not a field of this kind of event; did you mean \"people\"?"),
                mistake("id: <no>", "id: <no>\n      people: -1", "\"-1\" is not valid here: below 0"),
                mistake("id: <no>", "id: <no>\n      withdrawn: maybe", "\"maybe\" is not valid here"),
                mistake(
                        "id: <no>",
                        "id: <no>\n      withdrawn: {from: <kind>, is: x, present: true}",
                        "exactly one of"),
                mistake("id: <no>", "id: [<no>]", "takes one value, not a list"),
                mistake("occurredAt: <day>", "occurredAt: 2011-02-30", "not a time in a format of the mapping"),
                mistake("unit: <unit>", "unit: a/b/c/d/e/f/g", "more than 6 segments"),
                mistake("unit: <unit>", "unit: [a, '*']", "segment 2 is a reserved name"),
                mistake("about: For tests", "about: &x For tests\nwhen: *x", "aliases (*) are not allowed"));
    }

    private static Arguments mistake(String right, String wrong, String message) {
        return Arguments.of(right, wrong, message);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void shouldSayWhatIsWrongAndWhere(String right, String wrong, String message) {
        String yaml = right.isEmpty() ? wrong : GOOD.replace(right, wrong);
        assertThat(yaml).isNotEqualTo(GOOD);
        assertThatThrownBy(() -> ImportFixture.mapping(yaml))
                .isInstanceOf(MappingException.class)
                .hasMessageStartingWith("test.yaml")
                .hasMessageContaining(message);
    }

    @Test
    void shouldLoadAGoodMapping() throws IOException {
        Path file = Files.writeString(folder.resolve("good.yaml"), "\uFEFF" + GOOD);
        Mapping mapping = Mapping.load(file);
        assertThat(mapping.about()).isEqualTo("For tests");
        assertThat(mapping.name()).isEqualTo(file.toString());
        assertThat(mapping.columns()).containsExactlyInAnyOrder("no", "unit", "day", "kind");
        assertThat(Mapping.named(file.toString()).columns()).isEqualTo(mapping.columns());
    }

    @Test
    void shouldSayThatAMappingCannotBeRead() throws IOException {
        assertThatThrownBy(() -> Mapping.load(folder.resolve("none.yaml")))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("no such mapping file; bundled mappings are baltimore-311");
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, 0x00, (byte) 0xc3});
        assertThatThrownBy(() -> Mapping.load(binary)).isInstanceOf(MappingException.class);
        assertThatThrownBy(() -> Mapping.load(folder)).isInstanceOf(MappingException.class);
        assertThatThrownBy(() -> Mapping.bundled("consumidor-clan")).hasMessageContaining("\"consumidor-clean\"?");
    }

    @Test
    void shouldBundleEveryMappingThatItNames() throws IOException {
        Path resources = Path.of("src/main/resources/doorstep/mappings");
        List<String> files;
        try (Stream<Path> list = Files.list(resources)) {
            files = list.map(file -> file.getFileName().toString().replace(".yaml", ""))
                    .sorted()
                    .toList();
        }
        assertThat(Mapping.bundledNames())
                .isEqualTo(files)
                .allSatisfy(name -> assertThat(Mapping.bundled(name).about()).isNotEmpty());
    }

    @Test
    void shouldRunTheExamplesOfTheManual() {
        String manual = read(Path.of("../../docs/mapping.md"));
        List<String> mappings = Stream.of(manual.split("```"))
                .filter(block -> block.startsWith("yaml\ndoorstep: 1\n") && block.contains("topic:"))
                .map(block -> block.substring("yaml\n".length()))
                .toList();
        assertThat(mappings).hasSize(3);
        mappings.forEach(ImportFixture::mapping);

        ImportFixture visits = new ImportFixture(folder);
        String csv = manual.substring(manual.indexOf("visit no;"), manual.indexOf("```\n\nWrite `visits.yaml`"));
        visits.run(mappings.get(0), visits.file("visits.csv", csv));
        assertThat(visits.badLines).isEmpty();
        assertThat(visits.events.visits()).hasSize(2);
        assertThat(visits.events.visits().get(0).getUnit()).isEqualTo("Old Town/North\u22153");
        assertThat(visits.events.visits().get(0).getOccurredAt()).isEqualTo("2011-07-04T01:30:00Z");

        ImportFixture moods = new ImportFixture(folder);
        String json = manual.substring(manual.indexOf("{\"id\":\"f-1\""), manual.indexOf("\n```\n```yaml"));
        moods.run(mappings.get(2), moods.file("moods.jsonl", json));
        assertThat(moods.badLines).isEmpty();
        assertThat(moods.events.feedback().get(0).getReaction()).isEqualTo("MOVED");
        assertThat(manual).contains(Mapping.bundledNames());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

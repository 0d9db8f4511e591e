// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import static doorstep.ingest.ImportFixture.RATINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.avro.Feedback;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Headers, encodings, quotes and ends of input files. */
class InputFileTest {
    @TempDir
    private Path folder;

    private ImportFixture fixture;

    @BeforeEach
    void begin() {
        fixture = new ImportFixture(folder);
    }

    @Test
    void shouldShowNothingOfTheFirstRowOfAFileWithoutHeader() {
        Path headless = fixture.file("headless.csv", "Erika Mustermann,+49 30 1234567,2020-01-01,day1\n");

        assertThatThrownBy(() -> fixture.run(RATINGS, headless))
                .isInstanceOf(ImportException.class)
                .hasMessageStartingWith(headless + ": no column \"")
                .hasMessageEndingWith(
                        "\", which the mapping needs, nor any other that it needs; if the first line is not a"
                                + " header, set `header: false` and name the `columns` in the mapping");
    }

    @Test
    void shouldCheckEveryFileBeforeTheFirstEvent() {
        Path good = fixture.file("good.csv", "no,unit,day,stars\n1,A,2020-01-01,5\n");
        Path other = fixture.file("other.csv", "no,unit,date,stars\n1,A,2020-01-01,5\n");
        Path semicolons = fixture.file("semicolons.csv", "no;unit;day;stars\n1;A;2020-01-01;5\n");
        Path twice = fixture.file("twice.csv", "no,unit,day,stars,day\n1,A,2020-01-01,5,x\n");
        assertThatThrownBy(() -> fixture.run(RATINGS, good, other))
                .isInstanceOf(ImportException.class)
                .hasMessage(other + ": no column \"day\", which the mapping needs; did you mean \"date\"?");
        assertThatThrownBy(() -> fixture.run(RATINGS, good, semicolons)).hasMessageContaining("is `delimiter` right?");
        assertThatThrownBy(() -> fixture.run(RATINGS, good, twice)).hasMessageContaining("has \"day\" twice");
        assertThatThrownBy(() -> fixture.run(RATINGS, good, folder.resolve("none.csv")))
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> fixture.run(RATINGS, good, folder)).hasMessageContaining("it is a directory");
        assertThat(fixture.events.all).isEmpty();
    }

    @Test
    void shouldReadPackedFilesEncodingsAndByteOrderMarks() {
        String text = "\uFEFFno,unit,day,stars\r\n1,Dévéloppement,2020-01-01,5\r\n";
        for (String name : List.of("UTF-8", "UTF-16LE", "UTF-16BE", "GB18030")) {
            byte[] bytes = text.getBytes(Charset.forName(name));
            String mapping = RATINGS.replace("format: csv", "format: csv, encoding: " + name);
            fixture.run(mapping, fixture.file("plain", bytes), fixture.file("packed", ImportFixture.gzip(bytes)));
        }
        byte[] latin = text.substring(1).getBytes(Charset.forName("windows-1252"));
        fixture.run(
                RATINGS.replace("format: csv", "format: csv, encoding: windows-1252"), fixture.file("latin", latin));
        assertThat(fixture.faults()).isEmpty();
        assertThat(fixture.events.feedback()).hasSize(9).allSatisfy(feedback -> assertThat(feedback.getUnit())
                .isEqualTo("Dévéloppement"));
    }

    @Test
    void shouldChooseTheEncodingByTheNameOfTheFile() {
        String mapping = RATINGS.replace(
                "{format: csv}",
                "{format: csv, encoding: [{files: \"*old*\", encoding: windows-1252}, {files: \"*.csv\", encoding: UTF-8}]}");
        String text = "no,unit,day,stars\n1,Üß,2020-01-01,5\n";
        Path neither = fixture.file("a.txt", text);
        fixture.run(
                mapping,
                fixture.file("old.csv", text, Charset.forName("windows-1252")),
                fixture.file("new.csv", text, StandardCharsets.UTF_8));
        assertThat(fixture.events.feedback()).extracting(Feedback::getUnit).containsExactly("Üß", "Üß");
        assertThatThrownBy(() -> fixture.run(mapping, neither)).hasMessageContaining("no pattern under `encoding`");
    }

    @Test
    void shouldReportBytesThatAreNoTextOnlyWhereTheyMatter() {
        byte[] latin = "no,unit,day,stars,more\n1,A,2020-01-01,5,é\n2,é,2020-01-01,5,x\n3,A,2020-01-01,5,x\n"
                .getBytes(Charset.forName("windows-1252"));
        fixture.run(RATINGS, fixture.file("a.csv", latin));
        assertThat(fixture.events.feedback()).extracting(Feedback::getId).containsExactly("1", "3");
        assertThat(fixture.faults())
                .containsExactly("line 3, column unit: unit: not text in UTF-8; is `encoding` right?");
    }

    @Test
    void shouldAskForTheEncodingOfAHeaderThatIsNotText() {
        Path latin = fixture.file("a.csv", "no,région,day,stars\n1,A,2020-01-01,5\n", Charset.forName("windows-1252"));
        Path wide = fixture.file("b.csv", "no;unit;day;stars\n1;A;2020-01-01;5\n", StandardCharsets.UTF_16);

        for (Path file : List.of(latin, wide)) {
            assertThatThrownBy(() -> fixture.run(RATINGS, file))
                    .hasMessageContaining("the header is not text in UTF-8: is `encoding` right?");
        }
    }

    @Test
    void shouldGoOnBelowAQuoteThatNeverCloses() {
        fixture.run(RATINGS, fixture.file("a.csv", """
                        no,unit,day,stars
                        1,"A",2020-01-01,5
                        2,"A,2020-01-01,5
                        3,A,2020-01-01,5
                        4,A,2020-01-01,4
                        """));
        assertThat(fixture.events.feedback()).extracting(Feedback::getId).containsExactly("1", "3", "4");
        assertThat(fixture.faults()).containsExactly("line 3: a quote opens and never closes");
    }

    @Test
    void shouldGoOnBelowAQuoteThatClosesInTheWrongPlace() {
        fixture.run(RATINGS, fixture.file("a.csv", """
                        no,unit,day,stars
                        2,"A,2020-01-01,5
                        3,"A",2020-01-01,5
                        4,A,2020-01-01,4
                        """));
        assertThat(fixture.events.feedback()).extracting(Feedback::getId).containsExactly("3", "4");
        assertThat(fixture.faults()).containsExactly("line 2: text follows a closing quote");
    }

    @Test
    void shouldReadTextOverSeveralLinesAndCountThem() {
        fixture.run(
                RATINGS,
                fixture.file(
                        "a.csv",
                        "\n\"no\",unit,day,stars,more\n1,A,2020-01-01,5,\"two\r\nlines, \"\"so\"\"\"\n\n2,A,2020-01-01,7,\n"));
        assertThat(fixture.events.feedback()).hasSize(1);
        assertThat(fixture.faults()).containsExactly("line 6, column stars: score: not on STARS_5 (1 to 5)");
    }

    @Test
    void shouldReportLinesThatAreTooLong() {
        String mapping = RATINGS.replace("format: csv", "format: csv, max-line: 40");
        fixture.run(
                mapping,
                fixture.file(
                        "a.csv",
                        "no,unit,day,stars\n1,A,2020-01-01,5\n2," + "A".repeat(100) + ",2020-01-01,5\n3,\""
                                + "A\n".repeat(100) + "\",2020-01-01,5\n4,A,2020-01-01,5\n"));
        assertThat(fixture.events.feedback()).extracting(Feedback::getId).containsExactly("1", "4");
        assertThat(fixture.faults())
                .contains("line 3: longer than 40 characters", "line 4: a quote opens and never closes");
    }

    @Test
    void shouldTakeEmptyFilesAsFilesWithoutRows() {
        ImportResult result = fixture.run(
                RATINGS,
                fixture.file("empty.csv", ""),
                fixture.file("blank.csv", "\n\n"),
                fixture.file("header.csv", "no,unit,day,stars"),
                fixture.file("commas.csv", "no,unit,day,stars\n,,,\n , ,,\n"),
                fixture.file("empty.csv.gz", ImportFixture.gzip(new byte[0])));
        assertThat(result.rows()).isZero();
        assertThat(result.badLines()).isZero();
    }

    @Test
    void shouldReportWhereAFileIsCutOffAndReadTheNextOne() {
        StringBuilder rows = new StringBuilder("no,unit,day,stars\n");
        Random random = new Random(1);
        for (int i = 0; i < 50_000; i++) {
            rows.append(Math.abs(random.nextLong())).append(",A,2020-01-01,5\n");
        }
        byte[] packed = ImportFixture.gzip(rows.toString().getBytes(StandardCharsets.UTF_8));
        Path cut = fixture.file("cut.csv.gz", Arrays.copyOf(packed, packed.length / 2));
        Path good = fixture.file("good.csv", "no,unit,day,stars\nlast,A,2020-01-01,5\n");
        ImportResult result = fixture.run(RATINGS, cut, good);
        assertThat(result.cutShort()).isEqualTo(1);
        assertThat(result.badLines()).isEqualTo(1);
        assertThat(fixture.badLines.get(0).reason()).contains("damaged or cut off");
        assertThat(fixture.badLines.get(0).line()).isEqualTo(result.rows() + 1);
        assertThat(result.rows()).isBetween(10_000L, 40_000L);
        List<Feedback> feedback = fixture.events.feedback();
        assertThat(feedback.get(feedback.size() - 1).getId()).isEqualTo("last");
    }
}

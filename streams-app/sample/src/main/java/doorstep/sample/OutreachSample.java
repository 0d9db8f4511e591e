// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes the sample {@code outreach-2011}: half a year of a city bureau's outreach programme, invented by this code and
 * labelled so. The files are the same, byte for byte, every time and on every JDK.
 */
public final class OutreachSample {
    public static final String NAME = "outreach-2011";
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    /** The minute that the sample's figures speak of: the end of 18 July 2011. */
    public static final Instant AS_OF = Diary.END.atZone(ZONE).toInstant();
    /** Days of the half year that were not working days; dates and ranges. */
    public static final List<String> HOLIDAYS = List.of(
            "2011-01-01..2011-01-03",
            "2011-02-02..2011-02-08",
            "2011-04-03..2011-04-05",
            "2011-04-30..2011-05-02",
            "2011-06-04..2011-06-06");
    /** Weekend days that were working days in exchange for holidays. */
    public static final List<String> EXTRA_WORKING_DAYS = List.of("2011-01-30", "2011-02-12", "2011-04-02");
    /** Seed of all random numbers in the sample. */
    public static final long SEED = 20_110_718;

    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** One data file and the mapping that reads it. */
    public record SampleFile(Path data, Path mapping) {}

    private OutreachSample() {}

    /**
     * Writes the data files, their mappings and a README into a directory, which is created if need be. Existing files
     * of the same names are overwritten.
     *
     * @return what to import, in any order
     */
    public static List<SampleFile> writeTo(Path dir) throws IOException {
        Files.createDirectories(dir);
        List<Sheet> sheets = sheets();
        for (Sheet sheet : sheets) {
            sheet.writeTo(dir);
        }
        List<SampleFile> parts = sheets.stream().map(sheet -> part(dir, sheet)).toList();
        for (SampleFile part : parts) {
            Files.writeString(
                    part.mapping(), resource("sample/" + part.mapping().getFileName()));
        }
        String sizes = sheets.stream()
                .map(sheet -> String.format(Locale.ROOT, "  %-16s %,6d rows", sheet.file(), sheet.size()))
                .collect(Collectors.joining("\n"));
        Files.writeString(
                dir.resolve("README.txt"),
                resource("sample/README.txt")
                        .replace("${seed}", Long.toString(SEED))
                        .replace("${sizes}", sizes));
        return parts;
    }

    /**
     * The bundled catalogue, changed so that every question asks for call-backs, and that delegates are to be visited
     * again after some time.
     */
    public static String catalogue() throws IOException {
        return resource("catalogue.yaml")
                .replaceAll("(scale: \\w+) }", "$1, callBack: true }")
                .replaceFirst("(DELEGATE: .*) }", "$1, every: " + FulfilledDuties.INTERVAL_DAYS + "d }");
    }

    private static List<Sheet> sheets() {
        Bureau bureau = new Bureau();
        Sheet visits = new Sheet(
                "visits.csv",
                MINUTES,
                "visit",
                "register",
                "district",
                "station",
                "area district",
                "area",
                "purpose",
                "how",
                "households",
                "people",
                "asked",
                "fulfils");
        Sheet duties = new Sheet(
                "duties.csv",
                MINUTES,
                "duty",
                "purpose",
                "district",
                "station",
                "area district",
                "area",
                "due",
                "closed",
                "outcome");
        Sheet cases = new Sheet(
                "cases.csv",
                MINUTES,
                "case",
                "kind",
                "about",
                "district",
                "station",
                "area district",
                "area",
                "acknowledged",
                "assigned",
                "returned",
                "first due",
                "due",
                "closed",
                "outcome",
                "reopened");
        Sheet ratings = new Sheet(
                "ratings.csv",
                MINUTES,
                "rating",
                "visit",
                "district",
                "station",
                "area district",
                "area",
                "channel",
                "question",
                "scale",
                "score",
                "filled in",
                "topics",
                "remark");
        Sheet suggestions = new Sheet(
                "suggestions.csv",
                MINUTES,
                "suggestion",
                "district",
                "station",
                "area district",
                "area",
                "channel",
                "topics");
        Sheet reports = new Sheet(
                "reports.csv", MINUTES, "report", "district", "station", "area district", "area", "officer", "topics");
        Sheet reactions = new Sheet("reactions.csv", SECONDS, "article", "reader", "mood");

        VisitLog log = new VisitLog(SEED, bureau);
        SampleRatings answers = new SampleRatings(SEED, bureau, ratings);
        log.forEach(answers::answer);
        FulfilledDuties fulfilled = new FulfilledDuties(log);
        log.writeTo(visits, fulfilled, new CallBackVisits(SEED, answers));
        Duties owed = new Duties(SEED, bureau, fulfilled, duties);
        log.forEach(owed::lead);
        owed.leaveUnvisited();
        Cases brought = new Cases(SEED, bureau, cases);
        brought.request();
        Voices voices = new Voices(SEED, bureau);
        voices.suggestTo(suggestions, brought);
        voices.reportTo(reports);
        new Moods(SEED, reactions).react();
        return List.of(duties, visits, ratings, suggestions, cases, reports, reactions);
    }

    private static SampleFile part(Path dir, Sheet sheet) {
        return new SampleFile(
                dir.resolve(sheet.file()), dir.resolve(sheet.file().replace(".csv", ".yaml")));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = OutreachSample.class.getResourceAsStream("/doorstep/" + name)) {
            if (in == null) {
                throw new FileNotFoundException("/doorstep/" + name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package doorstep;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import doorstep.event.Event;
import doorstep.family.Family;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The modules and their packages, with the allowed dependencies; {@code docs/architecture.md} draws them. Declare a new
 * one here first, and only if it does not create a cycle.
 */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/testkit/"))
            .importPackages("doorstep");

    /**
     * Packages that may read the wall clock: the ones that start and inspect instances, the one source of an instance's
     * time, and those of commands.
     */
    private static final Set<String> READ_CLOCKS =
            Set.of("app", "clock", "replay", "ingest", "management", "registry", "broker", "cli");

    /** Modules that run without Kafka Streams. */
    private static final Set<String> WITHOUT_STREAMS =
            Set.of("core", "figures", "warehouse", "ingest", "sample", "dashboard");

    /**
     * A package and the packages that it may use, all of them listed before it.
     *
     * @param module that contains it
     */
    private record Room(String module, String name, List<String> uses) {
        @Override
        public String toString() {
            return module + "/" + name + " uses " + String.join(", ", uses);
        }
    }

    private static final List<Room> ROOMS = List.of(
            room("core", "codec"),
            room("core", "event"),
            room("core", "settings"),
            room("core", "catalogue", "event"),
            room("core", "tally", "codec", "event"),
            room("core", "wire", "event"),
            room("core", "decode", "event", "wire"),
            room("core", "family", "catalogue", "event", "tally", "wire"),
            room("core", "link", "catalogue", "codec", "event", "tally", "wire"),
            room("core", "assessment", "event", "family", "tally"),
            room("core", "config", "assessment", "catalogue", "decode", "event", "family", "settings", "tally", "wire"),
            room("core", "cluster", "config", "settings", "wire"),
            room("figures", "period", "tally"),
            room("figures", "compare", "assessment", "tally"),
            room(
                    "figures",
                    "figures",
                    "assessment",
                    "catalogue",
                    "cluster",
                    "config",
                    "event",
                    "family",
                    "settings",
                    "tally",
                    "wire"),
            room("figures", "text", "assessment"),
            room("figures", "rows", "codec", "event", "tally", "wire"),
            room("figures", "feed", "cluster", "config", "family", "figures", "rows", "settings", "tally", "wire"),
            room(
                    "figures",
                    "question",
                    "assessment",
                    "compare",
                    "config",
                    "event",
                    "family",
                    "feed",
                    "figures",
                    "period",
                    "rows",
                    "settings",
                    "tally",
                    "wire"),
            room("figures", "facts", "cluster", "config", "decode", "event", "feed", "settings", "wire"),
            room(
                    "figures",
                    "explain",
                    "catalogue",
                    "cluster",
                    "config",
                    "decode",
                    "event",
                    "facts",
                    "family",
                    "feed",
                    "figures",
                    "link",
                    "settings",
                    "tally",
                    "wire"),
            room("warehouse", "table", "figures", "wire"),
            room("warehouse", "exported", "table"),
            room("warehouse", "audit", "exported", "table"),
            room(
                    "warehouse",
                    "evidence",
                    "cluster",
                    "config",
                    "decode",
                    "event",
                    "explain",
                    "exported",
                    "facts",
                    "family",
                    "feed",
                    "figures",
                    "settings",
                    "table",
                    "wire"),
            room(
                    "warehouse",
                    "export",
                    "cluster",
                    "event",
                    "facts",
                    "feed",
                    "figures",
                    "rows",
                    "settings",
                    "table",
                    "wire"),
            room("warehouse", "postgres", "export", "table", "wire"),
            room("warehouse", "iceberg", "export", "table"),
            room("warehouse", "directory", "export", "exported", "iceberg", "rows", "table", "wire"),
            room("ingest", "ingest", "config", "decode", "event", "wire"),
            room("ingest", "replay", "cluster", "config", "decode", "event", "wire"),
            room(
                    "sample",
                    "sample",
                    "assessment",
                    "catalogue",
                    "event",
                    "figures",
                    "period",
                    "question",
                    "rows",
                    "tally",
                    "text",
                    "wire"),
            room("pipeline", "clock"),
            room("pipeline", "integrity", "codec", "settings"),
            room("pipeline", "store", "codec"),
            room("pipeline", "ledger", "codec", "event", "integrity", "link"),
            room("pipeline", "streams", "codec", "integrity", "store"),
            room("pipeline", "delta", "codec", "event", "family", "integrity", "tally", "wire"),
            room("pipeline", "window", "clock", "codec", "delta", "event", "family", "integrity", "tally"),
            room(
                    "pipeline",
                    "engine",
                    "catalogue",
                    "clock",
                    "codec",
                    "decode",
                    "delta",
                    "event",
                    "family",
                    "integrity",
                    "ledger",
                    "link",
                    "settings",
                    "store",
                    "streams",
                    "tally",
                    "window",
                    "wire"),
            room("pipeline", "topics", "cluster", "config", "engine", "wire"),
            room(
                    "pipeline",
                    "app",
                    "clock",
                    "cluster",
                    "config",
                    "engine",
                    "family",
                    "integrity",
                    "settings",
                    "streams",
                    "tally",
                    "topics",
                    "window",
                    "wire"),
            room("server", "broker", "cluster"),
            room(
                    "server",
                    "management",
                    "app",
                    "clock",
                    "cluster",
                    "config",
                    "engine",
                    "integrity",
                    "settings",
                    "streams",
                    "tally",
                    "window",
                    "wire"),
            room("server", "registry", "cluster", "config", "wire"),
            room("dashboard", "access", "event", "question"),
            room("dashboard", "api", "access", "cluster", "config", "event", "question", "text"),
            room("dashboard", "page", "api"),
            room(
                    "dashboard",
                    "dashboard",
                    "access",
                    "api",
                    "assessment",
                    "catalogue",
                    "cluster",
                    "compare",
                    "config",
                    "event",
                    "family",
                    "feed",
                    "figures",
                    "page",
                    "period",
                    "question",
                    "rows",
                    "settings",
                    "tally",
                    "wire"),
            room("cli", "rights", "cluster", "config", "wire"),
            room(
                    "cli",
                    "cli",
                    "access",
                    "api",
                    "app",
                    "audit",
                    "broker",
                    "catalogue",
                    "clock",
                    "cluster",
                    "config",
                    "dashboard",
                    "decode",
                    "directory",
                    "engine",
                    "event",
                    "evidence",
                    "explain",
                    "export",
                    "exported",
                    "facts",
                    "family",
                    "feed",
                    "figures",
                    "iceberg",
                    "ingest",
                    "integrity",
                    "management",
                    "postgres",
                    "question",
                    "registry",
                    "replay",
                    "rights",
                    "rows",
                    "sample",
                    "tally",
                    "text",
                    "topics",
                    "wire"));

    private static final List<String> PACKAGES = ROOMS.stream().map(Room::name).toList();

    static List<Room> rooms() {
        return ROOMS;
    }

    private static Room room(String module, String name, String... uses) {
        return new Room(module, name, List.of(uses));
    }

    private static String[] named(Stream<String> packages) {
        return packages.map(name -> "doorstep." + name + "..").toArray(String[]::new);
    }

    private static Stream<String> packagesOf(Set<String> modules) {
        return ROOMS.stream().filter(room -> modules.contains(room.module())).map(Room::name);
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void shouldPointOneWay(Room room) {
        assertThat(PACKAGES.subList(0, PACKAGES.indexOf(room.name()))).containsAll(room.uses());
        noClasses()
                .that()
                .resideInAPackage("doorstep." + room.name() + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(named(PACKAGES.stream()
                        .filter(other ->
                                !other.equals(room.name()) && !room.uses().contains(other))))
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void shouldKeepAPackageInItsModule(Room room) {
        assertThat(CLASSES.stream().filter(it -> it.getPackageName().equals("doorstep." + room.name())))
                .isNotEmpty()
                .allSatisfy(
                        it -> assertThat(it.getSource().orElseThrow().getUri().toString())
                                .contains("/streams-app/" + room.module() + "/"));
    }

    @Test
    void shouldKnowEveryPackage() {
        noClasses()
                .that()
                .resideOutsideOfPackages(named(Stream.concat(PACKAGES.stream(), Stream.of("avro"))))
                .should()
                .resideInAPackage("doorstep..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void shouldGoRoundInNoCircle() {
        slices().matching("doorstep.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** Their arithmetic needs only Java, so it can be read and tested on its own. */
    @Test
    void shouldKeepArithmeticPlain() {
        noClasses()
                .that()
                .resideInAnyPackage(named(Stream.of("codec", "event", "tally")))
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("java..", "doorstep.codec..", "doorstep.event..", "doorstep.tally..")
                .check(CLASSES);
    }

    /** What counts figures again must not inherit a mistake of what counted them. */
    @Test
    void shouldShareNoArithmeticWithTheAudit() {
        noClasses()
                .that()
                .resideInAPackage("doorstep.audit..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("java..", "doorstep.audit..", "doorstep.exported..", "doorstep.table..")
                .check(CLASSES);
    }

    /** Their records have up to 15 fields, many of one type, which nobody could tell apart by position. */
    @Test
    void shouldBuildEventsFieldByField() {
        constructors()
                .that()
                .areDeclaredInClassesThat()
                .implement(Event.class)
                .should()
                .onlyBeCalled()
                .byClassesThat()
                .haveSimpleName("Builder")
                .check(CLASSES);
    }

    /** Families are definitions: the engine counts what they say and does not name any of them. */
    @Test
    void shouldNameNoFamilyOutsideTheListOfFamilies() {
        String[] families = Stream.of(
                        "VisitCounts",
                        "FeedbackCounts",
                        "SatisfactionScores",
                        "ReactionCounts",
                        "ServiceLevels",
                        "ServiceDesks")
                .map(name -> "doorstep.family." + name)
                .toArray(String[]::new);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("doorstep.family.Families")
                .and()
                .haveNameNotMatching("(" + String.join("|", families) + ").*")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(String.join("|", Arrays.asList(families)))
                .check(CLASSES);
    }

    /** This also covers families that are added later. */
    @Test
    void shouldImportNoFamilyIntoTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("doorstep.family..")
                .should()
                .dependOnClassesThat(assignableTo(Family.class).and(not(INTERFACES)))
                .check(CLASSES);
    }

    @Test
    void shouldTouchGeneratedClassesOnlyAtTheEdges() {
        noClasses()
                .that()
                .resideInAnyPackage(named(Stream.of("catalogue", "ledger", "window")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("doorstep.avro..")
                .check(CLASSES);
    }

    /** What reads rows runs anywhere, and parsing and counting do without Kafka Streams. */
    @Test
    void shouldKeepStreamsOutOfReaders() {
        noClasses()
                .that()
                .resideInAnyPackage(named(Stream.concat(packagesOf(WITHOUT_STREAMS), Stream.of("store"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka.streams..")
                .check(CLASSES);
    }

    /** Internals of Kafka may change with its next release; then only one package has to be checked. */
    @Test
    void shouldUseKafkaInternalsInOnePackageOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("doorstep.streams..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..internals..")
                .check(CLASSES);
    }

    /** A clock is passed in; figures do not depend on one. */
    @Test
    void shouldReadNoClockInTheEngine() {
        noClasses()
                .that()
                .resideInAnyPackage(named(PACKAGES.stream().filter(name -> !READ_CLOCKS.contains(name))))
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .check(CLASSES);
    }
}

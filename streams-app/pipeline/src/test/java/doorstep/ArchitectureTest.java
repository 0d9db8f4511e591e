package doorstep;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The allowed dependencies between packages. Declare a new one here first, and only if it does not create a cycle. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("doorstep");

    /**
     * Packages that may read the wall clock: the ones that start and inspect instances, and the one source of an
     * instance's time.
     */
    private static final Set<String> READ_CLOCKS = Set.of("app", "clock", "replay");

    /** Package, then the packages that it may use. A package may use only packages listed before it. */
    private static final List<Arguments> ARROWS = List.of(
            arrow("codec"),
            arrow("event"),
            arrow("settings"),
            arrow("clock"),
            arrow("tally", "codec", "event"),
            arrow("catalogue", "event"),
            arrow("wire", "event"),
            arrow("decode", "event", "wire"),
            arrow("store", "codec"),
            arrow("integrity", "codec", "settings"),
            arrow("ledger", "codec", "event", "integrity"),
            arrow("link", "catalogue", "codec", "event", "integrity", "ledger", "tally", "wire"),
            arrow("family", "catalogue", "event", "tally", "wire"),
            arrow("assessment", "event", "family", "tally"),
            arrow("window", "clock", "codec", "event", "family", "integrity", "tally", "wire"),
            arrow("streams", "codec", "integrity", "store"),
            arrow(
                    "engine",
                    "catalogue",
                    "clock",
                    "codec",
                    "decode",
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
            arrow(
                    "config",
                    "assessment",
                    "catalogue",
                    "decode",
                    "engine",
                    "event",
                    "family",
                    "integrity",
                    "settings",
                    "tally",
                    "wire"),
            arrow("cluster", "config", "engine", "integrity", "settings", "wire"),
            arrow("figures", "assessment", "catalogue", "cluster", "config", "settings", "tally", "wire"),
            arrow("replay", "catalogue", "cluster", "config", "decode", "engine", "event", "settings", "wire"),
            arrow(
                    "app",
                    "clock",
                    "cluster",
                    "config",
                    "engine",
                    "family",
                    "figures",
                    "integrity",
                    "settings",
                    "streams",
                    "tally",
                    "window",
                    "wire"));

    private static final List<String> PACKAGES =
            ARROWS.stream().map(arrow -> (String) arrow.get()[0]).toList();

    static Stream<Arguments> arrows() {
        return ARROWS.stream();
    }

    private static Arguments arrow(String from, String... to) {
        return Arguments.of(from, List.of(to));
    }

    private static String[] named(Stream<String> packages) {
        return packages.map(name -> "doorstep." + name + "..").toArray(String[]::new);
    }

    @ParameterizedTest(name = "{0} uses {1}")
    @MethodSource("arrows")
    void shouldPointOneWay(String from, List<String> to) {
        noClasses()
                .that()
                .resideInAPackage("doorstep." + from + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        named(PACKAGES.stream().filter(other -> !other.equals(from) && !to.contains(other))))
                .check(CLASSES);
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

    /** Kafka Streams is for stores and the topology; parsing and counting do without it. */
    @Test
    void shouldKeepStreamsOutOfParsingAndFamilies() {
        noClasses()
                .that()
                .resideInAnyPackage(named(Stream.of("catalogue", "family", "decode", "store", "wire")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka.streams..")
                .check(CLASSES);
    }

    /** Internals of Kafka may change with its next release; then only one package has to be checked. */
    @Test
    void shouldUseKafkaInternalsInOneRoomOnly() {
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

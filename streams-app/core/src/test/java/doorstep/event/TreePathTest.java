// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreePathTest {
    private static final String SUPPLEMENTARY = "𠮷"; // one code point, two chars

    static Stream<String> spaces() {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(point -> switch (Character.getType(point)) {
                    case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
                    default -> false;
                })
                // NFC maps en quad and em quad to other spaces, so they are refused already.
                .filter(point -> point != 0x2000 && point != 0x2001)
                .mapToObj(Character::toString);
    }

    static Stream<String> controls() {
        return IntStream.concat(IntStream.range(0, 0x20), IntStream.range(0x7f, 0xa0))
                .mapToObj(Character::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a/b/c/d/e/f",
                "Zhongshan Road station",
                "广州市公安局/越秀区分局/六榕派出所",
                "**",
                "*a",
                "a/*b",
                "a*",
                "OTHER_VALUES_2",
                "OTHER_VALUE",
                "MY_OTHER_VALUES",
                "other_values",
                "a|b=c%d",
                "Caf\u00e9",
                "10∕12", // U+2215, which `ingest` substitutes for a slash in a column
                "\u200Ca\u200D", // which some scripts need
                "-",
            })
    void shouldAcceptAPath(String path) {
        assertThat(TreePath.isValid(path)).isTrue();
        assertThat(new TreePath(path).text()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/a",
                "a/",
                "a//b",
                "a/b/c/d/e/f/g",
                "*",
                "a/*",
                "*/a",
                "a/*/b",
                "OTHER_VALUES",
                "a/OTHER_VALUES",
                "OTHER_VALUES/a",
                "a/OTHER_VALUES/b",
                "Cafe\u0301", // not NFC: e, then a combining accent
                "\u212B", // not NFC: the Angstrom sign
                "a\u2000b", // not NFC: en quad
            })
    void shouldRefuseWhatIsNoPath(String path) {
        assertThat(TreePath.isValid(path)).isFalse();
        assertThatThrownBy(() -> new TreePath(path)).isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<String> lookalikes() {
        return IntStream.of(
                        0x61C, 0x200B, 0x200E, 0x200F, 0x202A, 0x202E, 0x2060, 0x2064, 0x2066, 0x2069, 0xFEFF, 0xE0000,
                        0xE007F)
                .mapToObj(Character::toString);
    }

    @Test
    void shouldNameTheCodePointsThatAreRefused() {
        assertThat(TreePath.refusedCodePoints())
                .isEqualTo("61C 200B 200E-200F 202A-202E 2060-2064 2066-2069 FEFF E0000-E007F");
    }

    @ParameterizedTest
    @MethodSource("lookalikes")
    void shouldRefuseWhatMakesOneNameLookLikeAnother(String point) {
        assertThat(List.of(point + "a", "a" + point, "a" + point + "b", "a/b" + point))
                .noneMatch(TreePath::isValid);
    }

    @ParameterizedTest
    @MethodSource("spaces")
    void shouldRefuseASpaceAtEitherEndOfASegmentOnly(String space) {
        assertThat(TreePath.isValid("a" + space + "b")).isTrue();
        assertThat(List.of(space, space + "a", "a" + space, "x/" + space + "a", "a" + space + "/x", "x/" + space))
                .noneMatch(TreePath::isValid);
    }

    @Test
    void shouldKnowSpacesOfEveryKind() {
        assertThat(spaces())
                .contains(" ", "\u00a0", "\u3000", "\u2028", "\u2029")
                .hasSizeGreaterThan(14);
    }

    @ParameterizedTest
    @MethodSource("controls")
    void shouldRefuseAControlCharacterAnywhere(String control) {
        assertThat(List.of(control, "a" + control, control + "a", "a" + control + "b", "x/a" + control + "b/y"))
                .noneMatch(TreePath::isValid);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xD800, 0xDBFF, 0xDC00, 0xDFFF})
    void shouldRefuseHalfAPairAnywhere(int surrogate) {
        String half = String.valueOf((char) surrogate);

        assertThat(List.of(half, "a" + half, half + "a", "a" + half + "b", "a/" + half))
                .noneMatch(TreePath::isValid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "巷", SUPPLEMENTARY})
    void shouldCountCodePointsOfASegment(String letter) {
        String longest = letter.repeat(128);

        assertThat(TreePath.isValid(longest)).isTrue();
        assertThat(TreePath.isValid(String.join("/", longest, longest, longest, longest, longest, longest)))
                .isTrue();
        assertThat(TreePath.isValid(longest + letter)).isFalse();
        assertThat(TreePath.isValid("a/" + longest + letter)).isFalse();
        assertThat(TreePath.isValid(longest + letter + "/a")).isFalse();
    }

    @Test
    void shouldRollUpThroughEveryPrefix() {
        assertThat(new TreePath("a/bb/c").prefixes()).containsExactly("a", "a/bb", "a/bb/c");
        assertThat(new TreePath("a").prefixes()).containsExactly("a");
    }
}

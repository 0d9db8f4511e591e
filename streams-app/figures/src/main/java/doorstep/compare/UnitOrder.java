// SPDX-License-Identifier: Apache-2.0
package doorstep.compare;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** Orders units by their UTF-8 bytes: not as strings, whose characters above U+FFFF would come before U+E000. */
final class UnitOrder {
    static final Comparator<String> UTF_8 =
            Comparator.comparing(unit -> unit.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private UnitOrder() {}
}

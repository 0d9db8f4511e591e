// SPDX-License-Identifier: Apache-2.0
package doorstep.registry;

/** A refused request, with HTTP status and error code as in the Confluent API. */
final class RegistryFault extends RuntimeException {
    private final int status;
    private final int code;

    private RegistryFault(int status, int code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }

    static RegistryFault noSubject(String subject) {
        return new RegistryFault(404, 40401, "Subject '" + subject + "' not found.");
    }

    static RegistryFault noVersion(String version) {
        return new RegistryFault(404, 40402, "Version " + version + " not found.");
    }

    static RegistryFault noSchema() {
        return new RegistryFault(404, 40403, "Schema not found.");
    }

    static RegistryFault noCompatibility(String subject) {
        return new RegistryFault(
                404, 40408, "Subject '" + subject + "' does not have subject-level compatibility configured.");
    }

    static RegistryFault incompatible(String message) {
        return new RegistryFault(409, 409, message);
    }

    static RegistryFault badSchema(String message) {
        return new RegistryFault(422, 42201, message);
    }

    static RegistryFault badVersion(String version) {
        return new RegistryFault(
                422,
                42202,
                "The specified version '" + version + "' is not a valid version id: 1 or more, or 'latest'.");
    }

    static RegistryFault badCompatibility(String level) {
        return new RegistryFault(422, 42203, "Invalid compatibility level '" + level + "'.");
    }

    static RegistryFault badMode(String mode) {
        return new RegistryFault(422, 42204, "The only mode of this registry is " + mode + ".");
    }

    static RegistryFault notPermitted(String message) {
        return new RegistryFault(422, 42205, "Operation not permitted: " + message);
    }

    static RegistryFault forbidden(String message) {
        return new RegistryFault(403, 403, message);
    }

    static RegistryFault badRequest(String message) {
        return new RegistryFault(400, 400, message);
    }

    static RegistryFault notAllowed(String message) {
        return new RegistryFault(405, 405, message);
    }

    static RegistryFault notJson() {
        return new RegistryFault(415, 415, "Send Content-Type: application/vnd.schemaregistry.v1+json.");
    }

    static RegistryFault store(String message) {
        return new RegistryFault(503, 50001, "Error in the backend data store: " + message);
    }
}

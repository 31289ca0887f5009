package ha.checks.modules.samples.high;

public record Above(String name) {}

package ha.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MaskingTest {
  private final Masking masking = new Masking();

  @Test
  void whatIsCalledLikeASecretIsHiddenInYamlJsonAndCommands() {
    assertThat(masking.masked("with: {user: ann, password: hunter2, port: 1}"))
        .isEqualTo("with: {user: ann, password: <masked>, port: 1}");
    assertThat(masking.masked("  db-passwd: \"a b, c\"\n"))
        .isEqualTo("  db-passwd: \"<masked>\"\n");
    assertThat(masking.masked("{\"snmp_community\" : \"pub\", \"x\" : \"y\"}"))
        .isEqualTo("{\"snmp_community\" : \"<masked>\", \"x\" : \"y\"}");
    assertThat(masking.masked("run --api-key=4711 --verbose"))
        .isEqualTo("run --api-key=<masked> --verbose");
  }

  @Test
  void namesOfFilesAndOtherWordsStay() {
    String text = "password-file: secrets/alice, compass: north, secret_path: /etc/x, pass-file: y";
    assertThat(masking.masked(text)).isEqualTo(text);
  }

  @Test
  void aSecretIsHiddenWhereverElseItStands() {
    masking.learn("resources:\n  db: {with: {passwd: 'correct horse', user: me}}\n");
    assertThat(masking.masked("monitor of db failed: login with correct horse refused"))
        .isEqualTo("monitor of db failed: login with <masked> refused");
  }
}

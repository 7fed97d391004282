# A carrier on Net::SMPP, by another author than our library: takes one customer at a time, writes a line for whatever comes,
# and answers every message from the number it went to, as a telephone would: in the GSM alphabet, then in UCS-2.
# Arguments: port, login, password.
use strict;
use warnings;
use Net::SMPP;

my ($port, $user, $password) = @ARGV;
my ($OK, $NOT_BOUND) = (0x00, 0x0d);
my $UCS2 = 8;
$| = 1;
my $listening = Net::SMPP->new_listen('127.0.0.1', port => $port, timeout => 600) or die "no port: $!";
print "listens\n";

while (my $line = $listening->accept) {
  $line->set_version(0x34);
  serve($line);
}

sub serve {
  my ($line) = @_;
  my $count = 0;
  while (my $pdu = $line->read_pdu) {
    my %about = (seq => $pdu->{seq});
    my $cmd = $pdu->{cmd};
    if ($cmd == 0x09) {
      my $is_ours = $pdu->{system_id} eq $user && $pdu->{password} eq $password;
      wrote('bind', sprintf('%02x', $pdu->{interface_version}), $is_ours ? 'let in' : 'refused');
      $line->bind_transceiver_resp(%about, system_id => 'perl', status => $is_ours ? $OK : $NOT_BOUND);
    } elsif ($cmd == 0x04) {
      $count += 1;
      wrote('sms', map { $pdu->{$_} } qw(source_addr source_addr_ton dest_addr_ton destination_addr validity_period));
      wrote('text', $pdu->{data_coding}, unpack('H*', $pdu->{short_message} // ''));
      $line->submit_sm_resp(%about, message_id => "id-$count");
      answer($line, $pdu, $count);
    } elsif ($cmd == 0x80000005) {
      wrote('thanks', $pdu->{status});
    } elsif ($cmd == 0x15) {
      $line->enquire_link_resp(%about);
    } elsif ($cmd == 0x06) {
      wrote('unbind');
      $line->unbind_resp(%about);
      last;
    } else {
      wrote('unexpected', sprintf('%08x', $cmd));
    }
  }
  $line->close;
}

sub answer {
  my ($line, $pdu, $count) = @_;
  my $said = "1 $count";
  my $is_wide = $count % 2 == 0;
  $line->deliver_sm(
    async => 1,
    source_addr_ton => 1, source_addr_npi => 1, source_addr => $pdu->{destination_addr},
    dest_addr_ton => 1, dest_addr_npi => 1, destination_addr => $pdu->{source_addr},
    data_coding => $is_wide ? $UCS2 : 0,
    short_message => $is_wide ? pack('n*', unpack('C*', $said)) : $said,
  );
}

sub wrote { print join(' ', map { $_ // '' } @_), "\n"; }

// Owns the one page that is there without https beside a relay with a certificate of its own: how a tablet comes to trust it, and
// the authority's certificate to fetch. Nothing of any campaign.
import { createServer, type Server } from 'node:http';

const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const pageFor = (
  host: string,
  port: number,
): string => `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Emberkeep: one step before</title>
<style>body{font:18px/1.55 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;color:#2b2016;background:#fbf6ee}a.button{display:inline-block;padding:.8rem 1.2rem;border-radius:.6rem;background:#8a3b12;color:#fff;text-decoration:none}li{margin:.5rem 0}@media(prefers-color-scheme:dark){body{color:#eee3d4;background:#1d1712}a{color:#f0b27a}}</style>
<h1>Let this tablet trust Emberkeep at home</h1>
<p>The server on this network made a certificate of its own. It can vouch for addresses in homes only, and for no site on the internet.</p>
<p><a class="button" href="/emberkeep-home.crt">Fetch the certificate</a></p>
<h2>iPad and iPhone</h2><ol><li>Tap the button above in Safari, and allow the download of a profile.</li><li><b>Settings → General → VPN &amp; Device Management</b>: open “Emberkeep at home” and install it.</li><li><b>Settings → General → About → Certificate Trust Settings</b>: switch it on. Without this step Safari goes on warning.</li></ol>
<h2>Android</h2><ol><li>Fetch it, then <b>Settings → Security → Encryption &amp; credentials → Install a certificate → CA certificate</b>, and choose the file.</li></ol>
<h2>Computers</h2><p>Open the file and add it to the trusted authorities (macOS: Keychain Access, “Always trust”; Windows: “Trusted Root Certification Authorities”; Firefox: Settings → Certificates → Import).</p>
<p>Then open <a href="https://${escape(host)}:${port}">https://${escape(host)}:${port}</a>, and add it to the home screen. Never click through a warning instead: the app could not keep itself for use without a network.</p></html>`;

/** Listens on `port` (0: any free one); `httpsPort` is where the relay is. */
export const serveTrustPage = (deps: {
  authority: string;
  port: number;
  host: string;
  httpsPort: number;
}): Promise<Server> => {
  const der = Buffer.from(deps.authority.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0];
    if (path === '/emberkeep-home.crt')
      return void response
        .writeHead(200, {
          'content-type': 'application/x-x509-ca-cert',
          'content-disposition': 'attachment; filename="emberkeep-home.crt"',
        })
        .end(der);
    if (path !== '/') return void response.writeHead(302, { location: '/' }).end();
    // As the tablet came here, so it comes there; a name is a name and nothing else.
    const host = /^[\w.-]+/.exec(request.headers.host ?? '')?.[0] ?? 'localhost';
    response
      .writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      })
      .end(pageFor(host, deps.httpsPort));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(deps.port, deps.host, () => resolve(server));
  });
};

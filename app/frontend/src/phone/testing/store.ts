/** A server of uploads: it keeps what arrives whole, and checks every piece. */
export class UploadServer {
  readonly kept = new Map<string, { length: number; bytes: Uint8Array<ArrayBuffer> }>();
  readonly wrongs: string[] = [];
  refuse: number | null = null;
  #next = 1;

  readonly serve = async (path: string, init: RequestInit): Promise<Response> => {
    if (this.refuse !== null) {
      const problem = { title: 'Refused', detail: 'Too large.', code: 'refused' };
      return Response.json(problem, { status: this.refuse });
    }
    const headers = new Headers(init.headers);
    if (init.method === 'POST') return this.#create(Number(headers.get('Upload-Length')));
    const upload = this.kept.get(path);
    if (upload === undefined) return new Response(null, { status: 404 });
    if (init.method === 'HEAD') return this.#place(path, 200);
    const offset = Number(headers.get('Upload-Offset'));
    if (offset !== upload.bytes.length) return new Response(null, { status: 409 });
    const chunk = new Uint8Array(init.body as ArrayBuffer);
    const digest = await crypto.subtle.digest('SHA-256', chunk);
    const sum = `sha256 ${Buffer.from(digest).toString('base64')}`;
    if (headers.get('Upload-Checksum') !== sum) this.wrongs.push('a piece was spoiled');
    const whole = new Uint8Array(offset + chunk.length);
    whole.set(upload.bytes);
    whole.set(chunk, offset);
    this.kept.set(path, { ...upload, bytes: whole });
    if (whole.length > upload.length) this.wrongs.push('more than was said');
    return this.#place(path, 204);
  };

  /** What has arrived from the first byte to the last. */
  whole(): Uint8Array[] {
    const all = [...this.kept.values()];
    return all.filter((one) => one.bytes.length === one.length).map(({ bytes }) => bytes);
  }

  #create(length: number): Response {
    const path = `/mobile/v1/uploads/${this.#next++}`;
    this.kept.set(path, { length, bytes: new Uint8Array() });
    const headers = { Location: `https://elsewhere.example${path}` };
    return new Response(null, { status: 201, headers });
  }

  #place(path: string, status: number): Response {
    const offset = String(this.kept.get(path)?.bytes.length);
    return new Response(null, { status, headers: { 'Upload-Offset': offset } });
  }
}

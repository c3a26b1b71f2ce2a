// A browser as far as sign-in pages need one: cookies, redirects one by one, forms without scripts.
export class Browser {
  #cookies = new Map();

  /** @returns the answer, its text, and where it leads. */
  async open(url, init = {}) {
    const target = new URL(url);
    const cookies = [...(this.#cookies.get(target.host) ?? new Map())].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(target, {
      redirect: 'manual', ...init, headers: { ...init.headers, ...(cookies ? { Cookie: cookies } : {}) },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair] = line.split(';');
      const jar = this.#cookies.get(target.host) ?? new Map();
      this.#cookies.set(target.host, jar);
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }

    const location = response.headers.get('location');
    return {
      url: target.href, status: response.status, headers: response.headers, text: await response.text(),
      location: location === null ? null : new URL(location, target).href,
    };
  }

  /** Follows redirects until a page, or an address that begins so. */
  async follow(url, stop) {
    let page = await this.open(url);
    for (let hops = 0; page.location !== null && hops < 12; hops++) {
      if (stop !== undefined && page.location.startsWith(stop)) {
        return page;
      }

      page = await this.open(page.location);
    }

    return page;
  }

  /** Fills and sends the first form of a page. */
  submit(page, fields) {
    const action = /<form[^>]*action="([^"]*)"/.exec(page.text)[1].replaceAll('&amp;', '&');
    const form = new URLSearchParams();
    for (const [, name, value] of page.text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)) {
      form.set(name, value);
    }

    for (const [name, value] of Object.entries(fields)) {
      form.set(name, value);
    }

    const target = new URL(action, page.url);
    return this.open(target, { method: 'POST', body: form, headers: { Origin: target.origin } });
  }
}

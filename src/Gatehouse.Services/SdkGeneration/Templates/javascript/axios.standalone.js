/*
 * The part of axios that API clients use, on fetch: axios(config) answers a promise of { data, status, statusText,
 * headers, config }, and rejects an answer outside 200 to 299 with an error that carries it as `response`.
 */
(function (root) {
  'use strict';

  function isBinary(data) {
    return data instanceof ArrayBuffer || ArrayBuffer.isView(data)
      || (typeof Blob !== 'undefined' && data instanceof Blob)
      || (typeof FormData !== 'undefined' && data instanceof FormData)
      || (typeof URLSearchParams !== 'undefined' && data instanceof URLSearchParams);
  }

  function read(response, type) {
    if (type === 'arraybuffer') {
      return response.arrayBuffer();
    }
    if (type === 'blob') {
      return response.blob();
    }
    return response.text().then(function (text) {
      if (type === 'text') {
        return text;
      }
      try {
        return JSON.parse(text);
      } catch (notJson) {
        return text;
      }
    });
  }

  function merge(first, second) {
    var merged = {};
    [first, second].forEach(function (source) {
      Object.keys(source || {}).forEach(function (key) {
        merged[key] = key === 'headers' ? merge(merged[key], source[key]) : source[key];
      });
    });
    return merged;
  }

  function send(config) {
    var headers = {};
    Object.keys(config.headers || {}).forEach(function (name) {
      if (config.headers[name] !== undefined && config.headers[name] !== null) {
        headers[name] = String(config.headers[name]);
      }
    });
    var data = config.data;
    var controller = typeof AbortController !== 'undefined' ? new AbortController() : undefined;
    var timer = controller && config.timeout > 0
      ? setTimeout(function () { controller.abort(); }, config.timeout)
      : undefined;
    return fetch(config.url, {
      method: (config.method || 'GET').toUpperCase(),
      headers: headers,
      body: data === undefined || data === null || data === '' ? undefined
        : typeof data === 'string' || isBinary(data) ? data : JSON.stringify(data),
      credentials: config.withCredentials ? 'include' : 'same-origin',
      signal: controller && controller.signal
    }).then(function (response) {
      return read(response, config.responseType).then(function (body) {
        var answer = {
          data: body, status: response.status, statusText: response.statusText, headers: {}, config: config
        };
        response.headers.forEach(function (value, name) { answer.headers[name] = value; });
        if (response.status >= 200 && response.status < 300) {
          return answer;
        }
        var error = new Error('Request failed with status code ' + response.status);
        error.config = config;
        error.response = answer;
        throw error;
      });
    }).then(function (answer) {
      clearTimeout(timer);
      return answer;
    }, function (error) {
      clearTimeout(timer);
      throw error;
    });
  }

  function create(defaults) {
    function axios(config) {
      return send(merge(defaults, config));
    }
    axios.request = axios;
    axios.create = function (config) {
      return create(merge(defaults, config));
    };
    ['get', 'delete', 'head', 'options'].forEach(function (method) {
      axios[method] = function (url, config) {
        return axios(merge(config, { method: method, url: url }));
      };
    });
    ['post', 'put', 'patch'].forEach(function (method) {
      axios[method] = function (url, data, config) {
        return axios(merge(config, { method: method, url: url, data: data }));
      };
    });
    return axios;
  }

  root.axios = create({});
})(typeof globalThis !== 'undefined' ? globalThis : window);

/* Draws the charts of the page. Their data stand in the page as JSON; all text in it is text and never becomes markup. */
(function () {
  'use strict';

  // Okabe and Ito, "Color Universal Design"; a symbol and a dash beside each, for those who see no colour.
  var LOOKS = [
    { color: '#0072b2', symbol: 'circle', dash: 'solid' },
    { color: '#d55e00', symbol: 'diamond', dash: 'dashed' },
    { color: '#009e73', symbol: 'triangle', dash: 'dotted' },
    { color: '#cc79a7', symbol: 'rect', dash: [8, 3, 2, 3] },
    { color: '#56b4e9', symbol: 'emptyCircle', dash: [12, 4] },
    { color: '#e69f00', symbol: 'arrow', dash: [3, 3] }
  ];
  var STATUS = {
    REGRESSION: { color: '#d55e00', symbol: 'diamond', name: 'regression' },
    INCONCLUSIVE: { color: '#8a5a00', symbol: 'emptyCircle', name: 'inconclusive' },
    NOT_JUDGED: { color: '#767676', symbol: 'emptyRect', name: 'not judged' },
    IMPROVEMENT: { color: '#0072b2', symbol: 'triangle', name: 'improvement' },
    SAME: { color: '#009e73', symbol: 'circle', name: 'same' }
  };
  var INK = '#1a1a1a';
  var SOFT = '#5a5f66';
  var LINE = '#d9dce0';
  var NARROW = 560;
  var FONT = 12;

  function looks(index) {
    return LOOKS[index % LOOKS.length];
  }

  function number(value) {
    if (value === null || value === undefined) {
      return '\u2013';
    }
    var size = Math.abs(value);
    return new Intl.NumberFormat('en', size >= 1000
      ? { maximumFractionDigits: 0 }
      : { maximumSignificantDigits: 4 }).format(value);
  }

  function change(ratio) {
    var percent = 100 * (ratio - 1);
    var text = new Intl.NumberFormat('en', { maximumFractionDigits: Math.abs(percent) < 10 ? 1 : 0 })
      .format(Math.abs(percent));
    return (percent < -0.05 ? '\u2212' : percent > 0.05 ? '+' : '') + text + ' %';
  }

  /** The share that a place on a percentile axis stands for. */
  function percentile(place) {
    var share = 100 * (1 - Math.pow(10, -place));
    return new Intl.NumberFormat('en', { maximumFractionDigits: Math.max(0, Math.ceil(place) - 2) }).format(share) + ' %';
  }

  function textStyle() {
    return { fontSize: FONT, color: SOFT };
  }

  function base() {
    return {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: FONT, color: INK },
      tooltip: {
        trigger: 'item',
        renderMode: 'richText',
        confine: true,
        textStyle: { fontSize: FONT, color: INK },
        formatter: function (item) {
          return item.data && item.data.tip ? item.data.tip : '';
        }
      }
    };
  }

  function valueAxis(scale, name, more) {
    var axis = {
      type: scale === 'LOG' ? 'log' : 'value',
      name: name,
      nameTextStyle: textStyle(),
      scale: scale === 'LINEAR' || scale === 'COUNT',
      axisLine: { show: true, lineStyle: { color: SOFT } },
      axisTick: { show: true },
      axisLabel: Object.assign(textStyle(), { formatter: number, hideOverlap: true }),
      splitLine: { lineStyle: { color: LINE } }
    };
    if (scale === 'FROM_ZERO') {
      axis.min = 0;
    }
    if (scale === 'COUNT') {
      axis.minInterval = 1;
      axis.splitLine.show = false;
    }
    return Object.assign(axis, more);
  }

  function xAxis(scale, name, more) {
    return valueAxis(scale, name, Object.assign({ nameLocation: 'middle', nameGap: 26 }, more));
  }

  function yAxis(scale) {
    var axis = valueAxis(scale, '');
    axis.axisLine.onZero = false;
    return axis;
  }

  /** The unit of the axis at the left, above it. */
  function unitAbove(unit) {
    return { text: unit, left: 0, top: 1, padding: 2, textStyle: { fontSize: FONT, fontWeight: 'normal', color: SOFT } };
  }

  function legend(names, itemWidth) {
    return {
      show: names.length > 1,
      data: names,
      type: 'plain',
      top: 0,
      right: 0,
      left: 70,
      align: 'left',
      itemWidth: itemWidth,
      itemHeight: 10,
      itemGap: 14,
      selectedMode: false,
      textStyle: Object.assign(textStyle(), { overflow: 'truncate', width: 320 })
    };
  }

  /** Categories from top to bottom; on a narrow page each name stands above its row, else at the left. */
  function names(categories, width) {
    var inside = width < NARROW;
    return {
      inside: inside,
      row: inside ? 44 : 26,
      axis: {
        type: 'category',
        inverse: true,
        data: categories,
        z: 5,
        axisLine: { show: false },
        axisTick: { show: false },
        splitLine: { show: !inside, lineStyle: { color: '#eef0f2' } },
        axisLabel: Object.assign(textStyle(), {
          color: INK,
          interval: 0,
          inside: inside,
          verticalAlign: inside ? 'bottom' : 'middle',
          margin: inside ? -20 : 10,
          padding: inside ? [0, 0, 9, 0] : 0,
          width: inside ? width - 60 : leftOf(categories, width) - 16,
          overflow: 'truncate'
        })
      },
      left: inside ? 28 : leftOf(categories, width)
    };
  }

  function leftOf(categories, width) {
    var longest = categories.reduce(function (most, name) { return Math.max(most, name.length); }, 0);
    return Math.min(Math.max(60, 7 * longest + 24), Math.round(0.42 * width));
  }

  function forest(chart, width) {
    var names_ = names(chart.marks.map(function (mark) { return mark.name; }), width);
    var wide = chart.most / chart.least > 4;
    var round = wide ? {} : ticks(chart.least, chart.most, width < NARROW ? 4 : 8);
    var least = wide ? chart.least : round.min;
    var most = wide ? chart.most : round.max;
    var band = [1 / (1 + chart.threshold), 1 + chart.threshold];
    var option = base();
    option.grid = { left: names_.left, right: 24, top: 30, bottom: 48 };
    option.xAxis = xAxis(wide ? 'LOG' : 'LINEAR', 'change of cost (left: better, right: worse)', {
      min: least,
      max: most,
      logBase: 2,
      splitNumber: width < NARROW ? 3 : 6,
      axisLabel: Object.assign(textStyle(), {
        formatter: change, hideOverlap: true, showMinLabel: false, showMaxLabel: false
      })
    });
    Object.assign(option.xAxis, round);
    option.yAxis = names_.axis;
    option.series = [{
      type: 'custom',
      silent: true,
      data: chart.marks.map(function (mark, i) { return [inside(mark.ratio, least, most), i]; }),
      renderItem: function (params, api) {
        var mark = chart.marks[params.dataIndex];
        if (mark.low === null && mark.high === null) {
          return null;
        }
        return interval(mark, params.dataIndex, least, most, api);
      },
      markArea: {
        silent: true,
        itemStyle: { color: 'rgba(86, 180, 233, 0.2)' },
        label: { show: true, position: 'top', color: SOFT, fontSize: FONT, formatter: 'threshold \u00b1' + change(1 + chart.threshold).slice(1) },
        data: [[{ xAxis: band[0] }, { xAxis: band[1] }]]
      },
      markLine: {
        silent: true,
        symbol: 'none',
        label: { show: false },
        lineStyle: { color: INK, type: 'solid', width: 1 },
        data: [{ xAxis: 1 }]
      }
    }];
    Object.keys(STATUS).forEach(function (status) {
      var look = STATUS[status];
      option.series.push({
        type: 'scatter',
        name: look.name,
        symbol: look.symbol,
        symbolSize: status === 'REGRESSION' ? 13 : 10,
        itemStyle: { color: look.color, borderColor: look.color },
        z: 4,
        data: chart.marks.map(function (mark, i) {
          return { value: [inside(mark.ratio, least, most), i], tip: mark.name + '\n' + mark.text, status: mark.status };
        }).filter(function (item) { return item.status === status; })
      });
    });
    option.height = chart.marks.length * names_.row + 80;
    return option;
  }

  function inside(ratio, least, most) {
    return Math.min(most, Math.max(least, ratio));
  }

  /** Round changes as ticks of an axis of ratios. */
  function ticks(least, most, count) {
    var steps = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2];
    var step = steps.find(function (candidate) { return (most - least) / candidate <= count; }) || 5;
    return {
      min: 1 + step * Math.floor((least - 1) / step + 1e-9),
      max: 1 + step * Math.ceil((most - 1) / step - 1e-9),
      interval: step,
      axisLabel: Object.assign(textStyle(), { formatter: change, hideOverlap: true })
    };
  }

  /** A bar from bound to bound, capped where it ends and with an arrow where the data bound nothing. */
  function interval(mark, row, least, most, api) {
    var open = [mark.low === null || mark.low < least, mark.high === null || mark.high > most];
    var from = api.coord([open[0] ? least : mark.low, row]);
    var to = api.coord([open[1] ? most : mark.high, row]);
    var style = { stroke: (STATUS[mark.status] || STATUS.NOT_JUDGED).color, fill: 'none', lineWidth: 2 };
    function line(points) {
      return { type: 'polyline', shape: { points: points }, style: style };
    }
    function end(at, isOpen, way) {
      return isOpen
        ? line([[at[0] - way * 6, at[1] - 5], at, [at[0] - way * 6, at[1] + 5]])
        : line([[at[0], at[1] - 5], [at[0], at[1] + 5]]);
    }
    return { type: 'group', children: [line([from, to]), end(from, open[0], -1), end(to, open[1], 1)] };
  }

  function sides(chart, width) {
    var option = base();
    var paired = chart.links === 'PAIRS';
    option.grid = { left: 0, right: 12, top: 32, bottom: 30, containLabel: true };
    option.xAxis = {
      type: 'value', min: -0.5, max: 1.5, interval: 0.5,
      axisLine: { lineStyle: { color: SOFT } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: Object.assign(textStyle(), {
        fontSize: width < 170 ? FONT - 2 : FONT,
        formatter: function (x) { return x === 0 || x === 1 ? chart.sides[x].name : ''; }
      })
    };
    option.title = unitAbove(chart.unit);
    option.yAxis = yAxis('LINEAR');
    option.series = [];
    if (paired) {
      chart.sides[0].forks.forEach(function (before, i) {
        var after = chart.sides[1].forks[i];
        option.series.push({
          type: 'line', silent: true, symbol: 'none', z: 2,
          lineStyle: { color: '#8a9099', width: 1 },
          data: [[0, before], [1, after]]
        });
      });
    }
    chart.sides.forEach(function (side, s) {
      var look = looks(s);
      option.series.push({
        type: 'scatter', symbol: look.symbol, symbolSize: 9, z: 3,
        itemStyle: { color: look.color, opacity: 0.85 },
        data: side.forks.map(function (fork, i) {
          var spread = paired ? 0 : 0.07 * (i % 5 - 2);
          return {
            value: [s + spread, fork],
            tip: side.name + '\n' + (paired ? 'pair ' : 'fork ') + (i + 1) + ': ' + number(fork) + ' ' + chart.unit
          };
        })
      });
      option.series.push({
        type: 'scatter', symbol: 'rect', symbolSize: [34, 3], z: 4,
        itemStyle: { color: INK },
        data: [{
          value: [s, side.median],
          tip: side.name + '\nmedian: ' + number(side.median) + ' ' + chart.unit
        }]
      });
    });
    option.height = 240;
    return option;
  }

  function strip(chart, width) {
    var several = chart.groups.length > 1;
    var names_ = names(chart.categories, width);
    var option = base();
    var row = Math.max(names_.row, 14 * chart.groups.length + (names_.inside ? 24 : 8));
    option.legend = legend(several ? chart.groups.map(function (group) { return group.name; }) : [], 10);
    option.grid = { left: names_.left, right: 32, top: several ? 34 : 12, bottom: 44 };
    option.xAxis = xAxis(chart.scale, chart.unit);
    option.yAxis = names_.axis;
    option.series = [];
    chart.groups.forEach(function (group, g) {
      var look = looks(group.place);
      var offset = [0, (g - (chart.groups.length - 1) / 2) * 14 + (names_.inside ? 8 : 0)];
      var dots = [];
      var medians = [];
      group.groups.forEach(function (forks, category) {
        forks.forks.forEach(function (fork, i) {
          dots.push({
            value: [fork, category],
            tip: chart.categories[category] + '\n' + group.name + ', fork ' + (i + 1) + ': ' + number(fork) + ' ' + chart.unit
          });
        });
        medians.push({
          value: [forks.median, category],
          tip: chart.categories[category] + '\n' + group.name + ', median: ' + number(forks.median) + ' ' + chart.unit
        });
      });
      option.series.push({
        type: 'scatter', name: group.name, symbol: look.symbol, symbolSize: 8, symbolOffset: offset, z: 3,
        itemStyle: { color: look.color, opacity: 0.75 },
        data: dots.filter(function (dot) { return dot.value[0] !== null; })
      });
      option.series.push({
        type: 'scatter', symbol: 'rect', symbolSize: [3, 15], symbolOffset: offset, z: 4,
        itemStyle: { color: INK },
        data: medians.filter(function (median) { return median.value[0] !== null; })
      });
    });
    option.height = chart.categories.length * row + option.grid.top + 50;
    return option;
  }

  function lines(chart, width) {
    var option = base();
    var shown = chart.lines.filter(function (line) { return line.draw !== 'LEVEL'; })
      .map(function (line) { return line.name; });
    shown = shown.filter(function (name, i) { return shown.indexOf(name) === i; });
    if (width < 260) {
      shown = [];
    }
    var longest = Math.min(50, shown.reduce(function (most, name) { return Math.max(most, name.length); }, 0));
    var rows = shown.length > 1 ? Math.ceil(shown.length / Math.max(1, Math.floor((width - 70) / (60 + 6.5 * longest)))) : 0;
    var levels = chart.lines.filter(function (line) { return line.draw === 'LEVEL'; }).length;
    option.legend = legend(shown, chart.lines[0].draw === 'DOTS' ? 10 : 26);
    option.grid = { left: 0, right: chart.x.scale === 'PERCENTILE' ? 40 : 16, top: 32 + 22 * Math.max(0, rows - 1), bottom: 30, containLabel: true };
    option.xAxis = along(chart);
    option.title = unitAbove(chart.y.name);
    option.yAxis = yAxis(chart.y.scale);
    option.series = chart.lines.map(function (line) {
      var look = looks(line.group);
      var level = line.draw === 'LEVEL';
      var dots = line.draw === 'DOTS';
      return {
        type: dots ? 'scatter' : 'line',
        name: line.name,
        symbol: level ? 'none' : look.symbol,
        symbolSize: dots ? 4 : line.points.length > 120 ? 3 : 6,
        showAllSymbol: true,
        connectNulls: false,
        z: level ? 4 : 3,
        itemStyle: { color: look.color, opacity: dots ? 0.6 : 1 },
        lineStyle: level
          ? { color: look.color, width: 3, type: 'solid' }
          : { color: look.color, width: 1.5, type: levels ? 'solid' : look.dash, opacity: levels ? 0.6 : 1 },
        data: line.points.map(function (point) {
          var x = chart.x.scale === 'PERCENTILE'
            ? (point === line.points[line.points.length - 1] ? 'the longest' : percentile(point[0]))
            : chart.x.name.split(',')[0] + ' ' + number(Math.round(point[0]));
          return { value: point[1] === null ? [point[0], '-'] : point, tip: line.name + '\n' + x + ': ' + number(point[1]) + ' ' + chart.y.name };
        })
      };
    });
    option.height = 240 + 22 * Math.max(0, rows - 1);
    return option;
  }

  /** An axis of what the values run along; of counts with half a step of room at both ends. */
  function along(chart) {
    if (chart.x.scale === 'PERCENTILE') {
      return xAxis('LINEAR', chart.x.name, {
        scale: false, min: 0, minInterval: 1, axisLabel: Object.assign(textStyle(), { formatter: percentile })
      });
    }
    var last = chart.lines.reduce(function (most, line) {
      return line.points.reduce(function (more, point) { return Math.max(more, point[0]); }, most);
    }, 1);
    return xAxis(chart.x.scale, chart.x.name, {
      min: 0.5,
      max: Math.floor(last) + 0.5,
      axisLabel: Object.assign(textStyle(), {
        hideOverlap: true,
        formatter: function (x) { return x === Math.round(x) ? number(x) : ''; }
      }),
      axisTick: { show: false }
    });
  }

  var KINDS = { forest: forest, sides: sides, strip: strip, lines: lines };
  var data = JSON.parse(document.getElementById('charts').textContent);
  var boxes = document.querySelectorAll('.chart');
  var drawn = [];

  function draw(i) {
    var width = boxes[i].clientWidth;
    var option = KINDS[data[i].kind](data[i], width);
    var height = option.height;
    delete option.height;
    boxes[i].style.height = height + 'px';
    drawn[i] = drawn[i] || echarts.init(boxes[i], null, { renderer: 'svg', width: width, height: height });
    drawn[i].resize({ width: width, height: height });
    drawn[i].setOption(option, true);
    // So that a printer can scale it.
    boxes[i].querySelector('svg').setAttribute('viewBox', '0 0 ' + width + ' ' + height);
    boxes[i].dataset.width = width;
  }

  function drawAll() {
    data.forEach(function (chart, i) {
      if (boxes[i].dataset.width !== String(boxes[i].clientWidth)) {
        draw(i);
      }
    });
  }

  var pending;
  document.documentElement.classList.add('drawn');
  drawAll();
  window.addEventListener('resize', function () {
    clearTimeout(pending);
    pending = setTimeout(function () {
      if (!window.matchMedia('print').matches) {
        drawAll();
      }
    }, 150);
  });
})();

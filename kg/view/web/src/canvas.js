// How sigma draws: the programs for nodes and edges, and labels with a halo so that they can be read over lines.

import { EdgeCurvedArrowProgram } from "@sigma/edge-curve";
import { createNodeBorderProgram } from "@sigma/node-border";
import { EdgeArrowProgram } from "sigma/rendering";

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif';

/** Whether this browser can draw the graph. */
export function hasWebGL() {
  try {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("webgl2");
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    return Boolean(context);
  } catch {
    return false;
  }
}

/**
 * @param {(node: number, long: boolean) => string} word what stands beside a node; asked for what is seen alone
 * @param {Box[]} taken where labels stand in this frame; to be emptied before each
 * @typedef {[left: number, top: number, right: number, bottom: number]} Box
 */
export function settings(colours, edges, word, taken) {
  return {
    defaultNodeType: "ring",
    defaultEdgeType: "arrow",
    nodeProgramClasses: {
      ring: createNodeBorderProgram({
        borders: [
          { size: { attribute: "rim", defaultValue: 0.1 }, color: { attribute: "rimColor" } },
          { size: { fill: true }, color: { attribute: "color" } },
        ],
      }),
    },
    edgeProgramClasses: { arrow: EdgeArrowProgram, curved: EdgeCurvedArrowProgram },
    labelFont: FONT,
    labelSize: 12.5,
    labelWeight: "500",
    labelColor: { color: colours.ink },
    labelDensity: 0.9,
    labelGridCellSize: 110,
    labelRenderedSizeThreshold: 5,
    renderEdgeLabels: true,
    edgeLabelFont: FONT,
    edgeLabelSize: 11,
    edgeLabelColor: { color: colours.quiet },
    enableEdgeEvents: edges <= 3000,
    hideEdgesOnMove: edges > 8000,
    hideLabelsOnMove: edges > 8000,
    zIndex: true,
    minCameraRatio: 0.02,
    maxCameraRatio: 3,
    stagePadding: 56,
    minEdgeThickness: 1.2,
    allowInvalidContainer: true,
    defaultDrawNodeLabel: (context, data, given) => data.label && label(context, data, given, colours, word(Number(data.key), false), taken),
    defaultDrawNodeHover: (context, data, given) => hovered(context, data, given, colours, word(Number(data.key), true)),
  };
}

function label(context, data, given, colours, text, taken) {
  context.font = `${data.strong ? 650 : given.labelWeight} ${given.labelSize}px ${given.labelFont}`;
  const x = data.x + data.size + 4, y = data.y + given.labelSize / 3;
  const box = [x, y - given.labelSize, x + context.measureText(text).width, y + given.labelSize / 3];
  if (!data.strong && taken.some((other) => meet(box, other))) return;
  taken.push(box);
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = colours.paper;
  context.strokeText(text, x, y);
  context.fillStyle = data.faded ? colours.faint : colours.ink;
  context.fillText(text, x, y);
}

function meet(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

function hovered(context, data, given, colours, text) {
  context.beginPath();
  context.arc(data.x, data.y, data.size + 3, 0, 2 * Math.PI);
  context.lineWidth = 2;
  context.strokeStyle = colours.accent;
  context.stroke();
  context.font = `600 ${given.labelSize}px ${given.labelFont}`;
  const width = context.measureText(text).width + 14, height = given.labelSize + 12;
  const room = context.canvas.clientWidth || Infinity;
  const x = Math.max(2, Math.min(data.x + data.size + 6, room - width - 4)), y = data.y - height / 2;
  context.beginPath();
  context.roundRect(x, y, width, height, 6);
  context.fillStyle = colours.paper;
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = colours.rule;
  context.stroke();
  context.fillStyle = colours.ink;
  context.fillText(text, x + 7, data.y + given.labelSize / 3);
}

// The reference clip as a Remotion composition. Its data comes as props; its two fonts stand in public/.
import React, { useEffect, useState } from "react";
import {
  AbsoluteFill, Composition, Sequence, continueRender, delayRender, registerRoot, staticFile, useCurrentFrame,
  useVideoConfig,
} from "remotion";

const easeOut = (part) => 1 - (1 - Math.min(1, Math.max(0, part))) ** 3;

const Scene = ({ scene, labels, fade, first }) => {
  const { fps } = useVideoConfig();
  const frame = useCurrentFrame();
  const half = Math.floor((fade * fps) / 2);
  const t = Math.max(0, first ? frame : frame - half) / fps;
  const seen = first ? 1 : Math.min(1, (frame + 1) / (2 * half + 1));
  const arrived = easeOut(t / 0.6);
  const value = Math.round(scene.value * easeOut(t / 1.4)).toLocaleString("en-US");
  const line = (top, size, color, weight) => ({
    position: "absolute", left: 140, width: 800, top, fontSize: size, color, fontWeight: weight, lineHeight: 1.4,
    fontFamily: "Reference",
  });
  return (
    <AbsoluteFill dir="rtl" style={{ opacity: seen, background: "linear-gradient(#0B2E24, #14624C)" }}>
      <div style={{ ...line(240, 90, "#FFF8E7", 700), textAlign: "center", opacity: arrived,
        transform: `translateX(${60 * (1 - arrived)}px)` }}>
        {scene.lines[0]}<br />{scene.lines[1]}
      </div>
      <div style={{ ...line(520, 200, "#E4BF76", 700), textAlign: "center", fontVariantNumeric: "tabular-nums" }}>
        {value}
      </div>
      {labels.map((label, number) => (
        <React.Fragment key={label}>
          <div style={line(850 + 130 * number, 44, "#D6E2D2", 400)}>{label}</div>
          <div style={{ position: "absolute", right: 140, top: 926 + 130 * number, height: 40, borderRadius: 20,
            background: "#E4BF76", width: 8 * scene.shares[number] * easeOut(t / 1.54) }} />
        </React.Fragment>
      ))}
    </AbsoluteFill>
  );
};

const Clip = ({ scenes, labels, sceneSeconds, fadeSeconds }) => {
  const { fps } = useVideoConfig();
  const [waiting] = useState(() => delayRender("fonts"));
  useEffect(() => {
    const faces = [["bold.ttf", "700"], ["regular.ttf", "400"]].map(
      ([file, weight]) => new FontFace("Reference", `url(${staticFile(file)})`, { weight }),
    );
    Promise.all(faces.map((face) => face.load())).then((loaded) => {
      loaded.forEach((face) => document.fonts.add(face));
      continueRender(waiting);
    });
  }, [waiting]);
  const half = Math.floor((fadeSeconds * fps) / 2);
  const each = Math.round(sceneSeconds * fps);
  return (
    <AbsoluteFill>
      {scenes.map((scene, number) => (
        <Sequence key={number} from={number ? number * each - half : 0}
          durationInFrames={each + half + 1 + (number ? half : 0)}>
          <Scene scene={scene} labels={labels} fade={fadeSeconds} first={number === 0} />
        </Sequence>
      ))}
    </AbsoluteFill>
  );
};

const asked = ({ props }) => ({
  durationInFrames: Math.round(props.seconds * props.fps), fps: props.fps, width: props.width, height: props.height,
});

registerRoot(() => (
  <Composition id="Reference" component={Clip} calculateMetadata={asked} durationInFrames={1} fps={30} width={1080}
    height={1920} defaultProps={{ scenes: [], labels: [], seconds: 1, fps: 30, width: 1080, height: 1920 }} />
));
